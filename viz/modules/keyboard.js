/** Follow the map by keyboard: boxes and arrows one after the other, each spoken. */
import { byId, announce, labelOf, kindOf, say, term, verdictText, signGlyph } from "./page.js";
import { pointAt, reveal, zoomBy, overview } from "./canvas.js";

/** @typedef {import("./scene.js").Scene} Scene */

let at = "";

/** @param {() => Scene} scene @param {(id: string) => void} choose */
export function openKeyboard(scene, choose) {
  byId("canvas").addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = ACTS[event.key];
    if (!act) return;
    event.preventDefault();
    act(scene(), choose);
  });
  byId("canvas").addEventListener("focus", () => go(scene(), valid(scene(), at) ? at : firstOf(scene())));
  byId("canvas").addEventListener("blur", () => pointAt(""));
}

/** @type {Record<string, (scene: Scene, choose: (id: string) => void) => void>} */
const ACTS = {
  ArrowRight: (scene) => go(scene, along(scene, scene.down ? "next" : "ahead")),
  ArrowLeft: (scene) => go(scene, along(scene, scene.down ? "last" : "back")),
  ArrowDown: (scene) => go(scene, along(scene, scene.down ? "ahead" : "next")),
  ArrowUp: (scene) => go(scene, along(scene, scene.down ? "back" : "last")),
  Home: (scene) => go(scene, firstOf(scene)),
  End: (scene) => go(scene, inOrder(scene).at(-1) ?? ""),
  Enter: (_, choose) => choose(at),
  " ": (_, choose) => choose(at),
  Escape: (_, choose) => choose(""),
  "+": () => zoomBy(1.25),
  "=": () => zoomBy(1.25),
  "-": () => zoomBy(0.8),
  0: () => overview(),
};

/** Boxes in reading order: column by column. @param {Scene} scene */
export function inOrder(scene) {
  const key = (/** @type {any} */ box) => (scene.down ? [box.y, box.x] : [box.x, box.y]);
  return [...scene.boxes.values()].sort((a, b) => key(a)[0] - key(b)[0] || key(a)[1] - key(b)[1]).map((box) => box.id);
}

/** @param {Scene} scene */
function firstOf(scene) {
  return inOrder(scene)[0] ?? "";
}

/** @param {Scene} scene @param {string} id */
function valid(scene, id) {
  return scene.boxes.has(id) || scene.pairs.has(id);
}

/** @param {Scene} scene @param {"ahead"|"back"|"next"|"last"} way */
function along(scene, way) {
  const pair = scene.pairs.get(at);
  if (pair && way === "ahead") return pair.head;
  if (pair && way === "back") return pair.tail;
  if (pair) return neighbour(siblings(scene, pair.tail), at, way);
  if (way === "ahead") return siblings(scene, at)[0] ?? at;
  if (way === "back") return [...scene.pairs.values()].find((each) => each.head === at)?.id ?? at;
  return neighbour(inOrder(scene), at, way);
}

/** Arrows that leave a box. @param {Scene} scene @param {string} tail */
function siblings(scene, tail) {
  return [...scene.pairs.values()].filter((pair) => pair.tail === tail).map((pair) => pair.id);
}

/** @param {string[]} list @param {string} id @param {string} way */
function neighbour(list, id, way) {
  const index = list.indexOf(id) + (way === "next" ? 1 : -1);
  return list[(index + list.length) % list.length] ?? id;
}

/** @param {Scene} scene @param {string} id */
function go(scene, id) {
  at = id;
  pointAt(id);
  byId("canvas").dataset.at = id;
  const pair = scene.pairs.get(id);
  reveal(pair ? pair.head : id);
  announce(pair ? spokenPair(scene, pair) : spokenThing(scene, id));
}

/** @param {Scene} scene @param {any} pair */
function spokenPair(scene, pair) {
  const list = siblings(scene, pair.tail);
  const relation = pair.sign === "conflicting" ? say("conflicting") : term(pair.links[0].verb);
  const qualified = pair.links[0].qualifiers.length ? ` (${pair.links[0].qualifiers.join("; ")})` : "";
  return `${say("arrow")} ${say("ofArrow", { index: list.indexOf(pair.id) + 1, count: list.length })}: ${labelOf(pair.tail)} ${signGlyph(pair.sign)} ${relation} ${labelOf(pair.head)}${qualified}, ${verdictText(pair.verdict)}`;
}

/** @param {Scene} scene @param {string} id */
function spokenThing(scene, id) {
  return id ? `${labelOf(id)}, ${term(kindOf(id))}, ${siblings(scene, id).length} → , ${[...scene.pairs.values()].filter((pair) => pair.head === id).length} ←` : "";
}
