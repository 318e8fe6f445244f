/**
 * The map on its canvas. vis-network keeps the model, the view and the pointer; boxes and arrows are drawn here from the
 * scene, by the same path texts as the export.
 */
import { page, model, byId, element, things, kindOf, glyphOf, slug } from "./page.js";
import { letterFont, firstLine } from "./scene.js";

/**
 * @typedef {import("./scene.js").Scene} Scene
 * @typedef {import("./scene.js").SceneBox} SceneBox
 */

/** @type {any} */
let network = null;
/** @type {any} */
let nodeSet = null;
/** @type {Scene | null} */
let scene = null;
/** @type {Map<string, Path2D>} */
let curves = new Map();
export const BADGE = 10;
let pointed = "";
/** @type {Record<string, string>} */
let colours = {};

/** @param {(id: string) => void} choose */
export function openCanvas(choose) {
  const vis = /** @type {any} */ (window).vis;
  nodeSet = new vis.DataSet([]);
  network = new vis.Network(byId("canvas"), { nodes: nodeSet, edges: new vis.DataSet([]) }, model.options);
  network.on("beforeDrawing", drawArrows);
  network.on("afterDrawing", drawOverview);
  network.on("click", (/** @type {any} */ event) => {
    const at = event.pointer.canvas;
    choose(boxAt(at.x, at.y) || arrowAt(at.x, at.y));
  });
  byId("canvas").querySelector("canvas")?.setAttribute("aria-hidden", "true");
  readColours();
}

/** Read the colours of the theme anew. */
export function readColours() {
  const style = getComputedStyle(document.documentElement);
  colours = {};
  for (const name of ["ground", "paper", "text", "edge", "mark", "focus", "soft"]) colours[name] = style.getPropertyValue(`--${name}`).trim();
  const probe = document.createElement("span");
  document.body.append(probe);
  for (const kind of Object.keys(page.palette.kinds)) colours[`kind ${kind}`] = inkOf(probe, `kind-${slug(kind)}`);
  for (const sign of ["promotes", "opposes", "neutral", "conflicting"]) colours[`sign ${sign}`] = inkOf(probe, `sign-${sign}`);
  probe.remove();
}

/** @param {HTMLElement} probe @param {string} name */
function inkOf(probe, name) {
  probe.className = name;
  return getComputedStyle(probe).getPropertyValue("--ink").trim();
}

/** @returns {Record<string, string>} */
export function currentColours() {
  return colours;
}

/** Show a scene. @param {Scene} next @param {boolean} fitted whether the view moves to hold it */
export function showScene(next, fitted) {
  scene = next;
  curves = new Map(next.arrows.map((arrow) => [arrow.pair.id, new Path2D(arrow.path)]));
  const nodes = [...next.boxes.values()].map((box) => ({
    id: box.id, x: box.x, y: box.y, shape: "custom", physics: false, ctxRenderer: renderer(box),
  }));
  nodeSet.clear();
  nodeSet.add(nodes);
  network.unselectAll();
  if (fitted) fitView();
  network.redraw();
}

/** @param {string} id */
export function pointAt(id) {
  pointed = id;
  network.redraw();
}

/** @param {SceneBox} box */
function renderer(box) {
  return (/** @type {any} */ { ctx, x, y }) => ({
    drawNode: () => drawBox(ctx, box, x, y),
    nodeDimensions: { width: box.width, height: box.height },
  });
}

/** @param {CanvasRenderingContext2D} ctx @param {SceneBox} box @param {number} x @param {number} y */
function drawBox(ctx, box, x, y) {
  const [left, top] = [x - box.width / 2, y - box.height / 2];
  const faint = isFaint(box.id);
  const ink = colours[`kind ${kindOf(box.id)}`] || colours.edge;
  ctx.save();
  ctx.globalAlpha = faint ? 0.35 : 1;
  ctx.beginPath();
  ctx.roundRect(left, top, box.width, box.height, 6);
  ctx.fillStyle = scene?.strong.has(box.id) ? colours.mark : colours.paper;
  ctx.fill();
  ctx.lineWidth = pointed === box.id ? 4 : scene?.strong.has(box.id) ? 2.6 : 1.6;
  ctx.strokeStyle = pointed === box.id ? colours.focus : ink;
  ctx.stroke();
  ctx.font = letterFont();
  ctx.textBaseline = "alphabetic";
  ctx.textAlign = "left";
  ctx.fillStyle = ink;
  const first = firstLine(box);
  ctx.fillText(glyphOf(kindOf(box.id)), left + (box.width < 130 ? 5 : 7), first);
  ctx.fillStyle = colours.text;
  box.lines.forEach((line, index) => ctx.fillText(line, left + (box.width < 130 ? 21 : 26), first + index * 17));
  const mark = scene?.marks.get(box.id);
  if (mark) drawBadge(ctx, mark, left + box.width - 4, top);
  ctx.restore();
}

/** @param {CanvasRenderingContext2D} ctx @param {string} mark @param {number} x @param {number} y */
function drawBadge(ctx, mark, x, y) {
  ctx.beginPath();
  ctx.arc(x, y, BADGE, 0, 2 * Math.PI);
  ctx.fill();
  ctx.fillStyle = colours.ground;
  ctx.textAlign = "center";
  ctx.fillText(mark, x, y + 5);
}

/** @param {string} id */
function isFaint(id) {
  return Boolean(scene && scene.strong.size && !scene.strong.has(id));
}

/** @param {CanvasRenderingContext2D} ctx */
function drawArrows(ctx) {
  if (!scene) return;
  const faintFirst = [...scene.arrows].sort((a, b) => Number(isFaint(b.pair.id)) - Number(isFaint(a.pair.id)));
  for (const arrow of faintFirst) drawArrow(ctx, arrow);
}

/** @param {CanvasRenderingContext2D} ctx @param {Scene["arrows"][number]} arrow */
function drawArrow(ctx, { pair, end }) {
  const style = page.palette.verdicts[pair.verdict] ?? { line: "solid", width: 1 };
  const curve = curves.get(pair.id);
  if (!curve) return;
  ctx.save();
  ctx.globalAlpha = isFaint(pair.id) ? 0.16 : 1;
  ctx.strokeStyle = pointed === pair.id ? colours.focus : colours[`sign ${pair.sign}`] || colours.edge;
  ctx.fillStyle = ctx.strokeStyle;
  ctx.lineWidth = style.width + (pointed === pair.id ? 3 : 0);
  ctx.setLineDash({ solid: [], dashed: [7, 4], dotted: [2, 3] }[/** @type {"solid"|"dashed"|"dotted"} */ (style.line)] ?? []);
  ctx.stroke(curve);
  ctx.setLineDash([]);
  ctx.translate(end[0], end[1]);
  ctx.rotate(end[2]);
  ctx.lineWidth = 2.5;
  const tip = new Path2D(tipPath(pair.sign));
  if (pair.sign === "promotes" || pair.sign === "neutral") ctx.fill(tip);
  else ctx.stroke(tip);
  ctx.restore();
}

/** The tip of an arrow that ends at the origin and points right. @param {string} sign */
export function tipPath(sign) {
  if (sign === "opposes") return "M-2 -6V6";
  if (sign === "conflicting") return "M-10 -3H-1M-10 3H-1M-3 -6L-8 6";
  return "M-9 -5L0 0L-9 5z";
}

/** @param {number} x @param {number} y */
function boxAt(x, y) {
  for (const box of scene?.boxes.values() ?? []) {
    if (Math.abs(box.x - x) <= box.width / 2 && Math.abs(box.y - y) <= box.height / 2) return box.id;
  }
  return "";
}

/** @param {number} x @param {number} y */
function arrowAt(x, y) {
  const ctx = document.createElement("canvas").getContext("2d");
  if (!ctx) return "";
  ctx.lineWidth = 12 / network.getScale();
  for (const [id, curve] of curves) if (ctx.isPointInStroke(curve, x, y)) return id;
  return "";
}

/** The frame of the boxes. @param {Scene} shown */
export function frameOf(shown) {
  const boxes = [...shown.boxes.values()];
  const left = Math.min(...boxes.map((box) => box.x - box.width / 2));
  const top = Math.min(...boxes.map((box) => box.y - box.height / 2));
  const right = Math.max(...boxes.map((box) => box.x + box.width / 2));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height / 2));
  return { left, top, width: right - left, height: bottom - top };
}

/** The scale at which letters are twelve pixels high. */
export const LEGIBLE = 12 / 14;

/** Hold the whole scene if its letters stay legible, else begin where one reads first. */
export function fitView() {
  if (!scene || !scene.boxes.size) return;
  const frame = frameOf(scene);
  const room = byId("canvas").getBoundingClientRect();
  const margin = room.width < 500 ? 8 : 24;
  const whole = Math.min((room.width - 2 * margin) / frame.width, (room.height - 2 * margin) / frame.height, room.width > 1200 ? 1.6 : 1.25);
  const scale = Math.max(whole, LEGIBLE);
  const foot = scene.boxes.get(page.foot) ?? [...scene.boxes.values()][0];
  const x = heldIn(foot.x, frame.left, frame.width, (room.width / 2 - margin) / scale);
  const y = heldIn(foot.y, frame.top, frame.height, (room.height / 2 - margin) / scale);
  network.moveTo({ position: { x, y }, scale, animation: false });
}

/** The middle of the view: all of the drawing where that fits, else as near to what is explained as shows no void. */
function heldIn(/** @type {number} */ wish, /** @type {number} */ start, /** @type {number} */ size, /** @type {number} */ half) {
  return size <= 2 * half ? start + size / 2 : Math.min(Math.max(wish, start + half), start + size - half);
}

export function overview() {
  if (!scene || !scene.boxes.size) return;
  const frame = frameOf(scene);
  const room = byId("canvas").getBoundingClientRect();
  const scale = Math.min((room.width - 32) / frame.width, (room.height - 32) / frame.height, 1.6);
  network.moveTo({ position: { x: frame.left + frame.width / 2, y: frame.top + frame.height / 2 }, scale, animation: false });
}

/** @param {number} factor */
export function zoomBy(factor) {
  network.moveTo({ scale: Math.min(4, Math.max(0.05, network.getScale() * factor)), animation: false });
}

/** Move the view so that a box can be seen. @param {string} id */
export function reveal(id) {
  const box = scene?.boxes.get(id);
  if (!box) return;
  const at = network.canvasToDOM({ x: box.x, y: box.y });
  const room = byId("canvas").getBoundingClientRect();
  if (at.x < 60 || at.y < 30 || at.x > room.width - 60 || at.y > room.height - 30) {
    network.moveTo({ position: { x: box.x, y: box.y }, animation: false });
  }
}

/** What the tests measure: boxes in pixels of the screen, and the scale. */
export function measured() {
  return {
    scale: network.getScale(),
    letters: 14 * network.getScale(),
    boxes: [...(scene?.boxes.values() ?? [])].map((box) => ({ id: box.id, ...network.canvasToDOM({ x: box.x, y: box.y }), width: box.width * network.getScale(), height: box.height * network.getScale() })),
    known: things.size,
  };
}

const OVERVIEW = 180;

/** The whole drawing, small, with a frame round what is seen: shown when not all of it is. A press moves the view there. */
export function overviewMap() {
  const small = element("canvas", { id: "overview", class: "overview", "aria-hidden": "true", hidden: true });
  const move = (/** @type {PointerEvent} */ event) => {
    if (!scene || (event.type === "pointermove" && !event.buttons)) return;
    const { left, top, scale } = overviewFrame(scene);
    const at = small.getBoundingClientRect();
    network.moveTo({ position: { x: left + (event.clientX - at.left) / scale, y: top + (event.clientY - at.top) / scale }, animation: false });
  };
  small.addEventListener("pointerdown", move);
  small.addEventListener("pointermove", move);
  return small;
}

/** @param {Scene} shown */
function overviewFrame(shown) {
  const frame = frameOf(shown);
  const room = byId("canvas").clientWidth;
  return { ...frame, scale: Math.min(Math.min(OVERVIEW, room / 4) / frame.width, 150 / frame.height) };
}

function drawOverview() {
  const small = byId("overview");
  if (!scene || !small) return;
  const { left, top, width, height, scale } = overviewFrame(scene);
  const room = { width: byId("canvas").clientWidth / network.getScale(), height: byId("canvas").clientHeight / network.getScale() };
  small.hidden = !scene.boxes.size || (room.width >= width && room.height >= height);
  if (small.hidden) return;
  const dense = devicePixelRatio || 1;
  [small.width, small.height] = [width * scale * dense, height * scale * dense];
  [small.style.width, small.style.height] = [`${width * scale}px`, `${height * scale}px`];
  const ctx = small.getContext("2d");
  ctx.setTransform(scale * dense, 0, 0, scale * dense, -left * scale * dense, -top * scale * dense);
  for (const box of scene.boxes.values()) {
    ctx.fillStyle = colours[`kind ${kindOf(box.id)}`] || colours.edge;
    ctx.fillRect(box.x - box.width / 2, box.y - box.height / 2, box.width, box.height);
  }
  const at = network.getViewPosition();
  ctx.strokeStyle = colours.focus;
  ctx.lineWidth = 2 / scale;
  ctx.strokeRect(at.x - room.width / 2, at.y - room.height / 2, room.width, room.height);
}
