/**
 * What is shown for a state: which things and arrows, where they stand, and which of them matter most. The canvas, the
 * table, the outline and every export are made from the same scene.
 */
import { page, things, labelOf, kindOf } from "./page.js";
import { admittedLinks, pairsOf, bestPaths } from "./causes.js";
import { place, chainStages } from "./placing.js";
import { reached } from "./reach.js";

/**
 * @typedef {import("./causes.js").Pair} Pair
 * @typedef {import("./state.js").State} State
 * @typedef {{id: string, x: number, y: number, width: number, height: number, lines: string[]}} SceneBox
 * @typedef {{boxes: Map<string, SceneBox>, arrows: {pair: Pair, path: string, end: number[]}[], pairs: Map<string, Pair>,
 *   strong: Set<string>, marks: Map<string, string>, down: boolean, paths: import("./causes.js").Path[], cut: boolean}} Scene
 */

const FONT = 14;
const LINE = 17;
const PADDING = 6;
const GLYPH = 18;
const MOST_LINES = 5;
const STUMP = 4;
const HUB = 6;
const TALLEST = 150;
const FAMILY = 'system-ui, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif';

/** @type {CanvasRenderingContext2D | null} */
let ruler = null;

/** @param {string} text */
function widthOf(text) {
  ruler ??= document.createElement("canvas").getContext("2d");
  if (!ruler) return text.length * 8;
  ruler.font = `${FONT}px ${FAMILY}`;
  return ruler.measureText(text).width;
}

export function letterFont() {
  return `${FONT}px ${FAMILY}`;
}

/** Letters of a broken word that would stand alone take some before them along. @param {string[]} pieces */
function withoutStump(pieces) {
  const [before, last] = pieces.slice(-2);
  if (pieces.length < 2 || last.length >= STUMP) return pieces;
  const whole = before.slice(0, -1) + last;
  return [...pieces.slice(0, -2), `${whole.slice(0, -STUMP)}-`, whole.slice(-STUMP)];
}

/** A word that is wider than the room, broken. @param {string} word @param {number} room */
function piecesOf(word, room) {
  if (widthOf(word) <= room) return [word];
  const pieces = [""];
  for (const letter of word) {
    if (pieces[pieces.length - 1] && widthOf(`${pieces[pieces.length - 1]}${letter}-`) > room) {
      pieces[pieces.length - 1] += "-";
      pieces.push("");
    }
    pieces[pieces.length - 1] += letter;
  }
  return withoutStump(pieces);
}

/** A label in lines that fit the room. @param {string} text @param {number} room */
export function linesOf(text, room) {
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    const longer = `${lines[lines.length - 1]} ${word}`.trim();
    if (widthOf(longer) <= room) lines[lines.length - 1] = longer;
    else {
      if (lines[lines.length - 1]) lines.push("");
      lines.splice(-1, 1, ...piecesOf(word, room));
    }
  }
  return lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES - 1), `${lines[MOST_LINES - 1].slice(0, -2)}…`] : lines;
}

/** @param {State} state */
export function admittedFor(state) {
  return admittedLinks(state.bar, state.source);
}

/** @param {State} state @param {number} narrow how wide a narrow screen is, 0 for a wide one @returns {Scene} */
export function sceneOf(state, narrow) {
  const pairs = pairsOf(admittedFor(state));
  const { ids, strong, paths, cut, marks, only, chained } = chosenIds(state, pairs, narrow);
  const shown = new Set(ids);
  const drawn = [...pairs.values()].filter((pair) => shown.has(pair.tail) && shown.has(pair.head) && (!only || only.has(pair.id)));
  const placed = readyDrawing(state, ids, drawn, narrow || chained) ?? placedScene(ids, drawn, narrow, chained);
  return { ...placed, pairs: new Map(drawn.map((pair) => [pair.id, pair])), strong, marks, down: narrow > 0, paths, cut };
}

/**
 * @param {State} state @param {Map<string, Pair>} pairs @param {number} narrow
 * @returns {{ids: string[], strong: Set<string>, paths: any[], cut: boolean, marks: Map<string, string>, chained: boolean, only?: Set<string>}}
 */
function chosenIds(state, pairs, narrow) {
  /** @type {{strong: Set<string>, paths: any[], cut: boolean, marks: Map<string, string>, chained: boolean}} */
  const none = { strong: new Set(), paths: [], cut: false, marks: new Map(), chained: true };
  if (state.task === "paths" && state.from && state.to && state.from !== state.to) return { ...none, ...pathIds(state, pairs) };
  if (state.task === "tours" && state.tour) return { ...none, ids: tourIds(state) };
  if (state.task === "whatIf" && state.focus && things.has(state.focus)) {
    const found = reached(pairs, state.focus, state.turn);
    return {
      ...none, ids: [state.focus, ...found.keys()], only: new Set([...found.values()].flatMap((each) => each.by)),
      marks: new Map([[state.focus, TURNS[state.turn]], ...[...found].map(([id, each]) => /** @type {[string, string]} */ ([id, TURNS[each.direction]]))]),
    };
  }
  return { ...none, chained: false, ids: exploreIds(state, pairs, narrow), strong: focusIds(state, pairs) };
}

/** @type {Record<string, string>} */
export const TURNS = { more: "▲", less: "▼", conflicting: "≠" };

/** @param {State} state @param {Map<string, Pair>} pairs */
function pathIds(state, pairs) {
  const { found, cut } = bestPaths(pairs, state.from, state.to);
  const drawn = found.slice(0, 12);
  const ids = new Set([state.from, state.to, ...drawn.flatMap((path) => path.nodes)]);
  const one = found[state.path - 1];
  const strong = one ? new Set([...one.nodes, ...one.pairs.map((pair) => pair.id)]) : new Set();
  if (one) for (const id of one.nodes) ids.add(id);
  return { ids: [...ids], strong, paths: found, cut };
}

/** @param {State} state */
function tourIds(state) {
  const tour = page.tours.find((/** @type {{id: string}} */ each) => each.id === state.tour);
  return tour?.steps[Math.min(state.step, tour.steps.length) - 1]?.nodes ?? [];
}

/** @param {State} state @param {Map<string, Pair>} pairs @param {number} narrow */
function exploreIds(state, pairs, narrow) {
  const kinds = new Set([...page.core, ...(state.extra.includes("interventions") ? page.helping : []), ...(state.extra.includes("minerals") ? page.minerals : [])]);
  const joined = new Set([...pairs.values()].flatMap((pair) => [pair.tail, pair.head]));
  const opening = new Set(narrow ? page.brief : page.opening);
  const extra = new Set(state.extra.length ? [...pairs.values()].filter((pair) => opening.has(pair.head) && !page.core.includes(kindOf(pair.tail))).map((pair) => pair.tail) : []);
  const all = [...things.keys()].filter((id) => {
    if (state.near.includes(id)) return true;
    if (!joined.has(id) || !kinds.has(kindOf(id))) return false;
    return state.show === "whole" || opening.has(id) || extra.has(id);
  });
  const focused = things.has(state.focus) ? [state.focus] : state.focus.split(">");
  return [...all, ...focused.filter((id) => things.has(id) && !all.includes(id))];
}

/** @param {State} state @param {Map<string, Pair>} pairs @returns {Set<string>} */
function focusIds(state, pairs) {
  if (!state.focus) return new Set();
  if (pairs.has(state.focus)) return new Set([state.focus, ...state.focus.split(">")]);
  const touching = [...pairs.values()].filter((pair) => pair.tail === state.focus || pair.head === state.focus);
  return new Set([state.focus, ...touching.flatMap((pair) => [pair.id, pair.tail, pair.head])]);
}

/** The drawing made at build time, where it fits what is shown. @param {State} state @param {string[]} ids @param {Pair[]} drawn @param {number|boolean} otherwise placed for a narrow screen or as chains */
function readyDrawing(state, ids, drawn, otherwise) {
  if (otherwise || state.lang !== "en") return null;
  for (const ready of page.drawings) {
    const known = new Set(ready.boxes.map((/** @type {any[]} */ box) => page.things[box[0]].id));
    if (known.size !== ids.length || drawn.length !== ready.routes.length || !ids.every((id) => known.has(id))) continue;
    const routes = new Map(ready.routes.map((/** @type {any[]} */ [tail, head, way]) => [`${page.things[tail].id}>${page.things[head].id}`, pointsOf(way)]));
    if (!drawn.every((pair) => routes.has(pair.id))) continue;
    const boxes = new Map(ready.boxes.map((/** @type {any[]} */ [thing, x, y, width, height, ...lines]) => [page.things[thing].id, { id: page.things[thing].id, x, y, width, height, lines }]));
    return { boxes, arrows: drawn.map((pair) => arrowOf(pair, routes.get(pair.id) ?? [], false)) };
  }
  return null;
}

/** The points of a way that is told step by step. @param {string} way @returns {number[][]} */
function pointsOf(way) {
  const steps = way.split(" ").map(Number);
  let [x, y] = [0, 0];
  return steps.flatMap((step, index) => {
    if (index % 2) return [];
    x += step;
    y += steps[index + 1];
    return [[x, y]];
  });
}

/** @param {string[]} ids @param {Pair[]} drawn @param {number} narrow @param {boolean} chained */
function placedScene(ids, drawn, narrow, chained) {
  const width = narrow ? 120 : 156;
  const lines = new Map(ids.map((id) => [id, linesOf(labelOf(id), narrow ? width - 24 : width - 2 * PADDING - GLYPH)]));
  const stages = chained ? chainStages(ids, drawn) : new Map(ids.map((id) => [id, page.stages[kindOf(id)] ?? page.stages.mechanism]));
  const hubs = narrow ? new Map() : hubHeights(drawn);
  const boxes = ids.map((id) => ({ id, stage: stages.get(id) ?? 0, width, height: Math.max((lines.get(id) ?? []).length * LINE + 2 * PADDING + 2, hubs.get(id) ?? 0) }));
  const space = narrow ? { down: true, most: 3, layer: 24, beside: 7, corner: 5, limit: narrow } : { down: false, most: 26, layer: 40, beside: 12, corner: 9, limit: Infinity };
  const { at, routes } = place(boxes, drawn, space);
  const placed = new Map(boxes.map((box) => [box.id, { ...box, ...(at.get(box.id) ?? { x: 0, y: 0 }), lines: lines.get(box.id) ?? [] }]));
  return { boxes: placed, arrows: drawn.map((pair) => arrowOf(pair, routes.get(pair.id) ?? [], narrow > 0)) };
}

/** How high boxes must be for their arrows to be told apart, as `myograph.viz.picture` has it. @param {Pair[]} drawn */
function hubHeights(drawn) {
  /** @type {Map<string, number>} */
  const heights = new Map();
  for (const end of /** @type {const} */ (["tail", "head"])) {
    const counts = new Map();
    for (const pair of drawn) counts.set(pair[end], (counts.get(pair[end]) ?? 0) + 1);
    for (const [id, count] of counts) heights.set(id, Math.max(heights.get(id) ?? 0, Math.min(TALLEST, 10 + HUB * (count - 1))));
  }
  return heights;
}

/** Where the first line of a box stands. @param {SceneBox} box */
export function firstLine(box) {
  return box.y - (LINE * box.lines.length) / 2 + 13;
}

/** @param {Pair} pair @param {number[][]} route @param {boolean} down */
function arrowOf(pair, route, down) {
  const [last, before] = [route[route.length - 1], route[route.length - 2]];
  const same = down ? Math.abs(last[1] - before[1]) < 1 : Math.abs(last[0] - before[0]) < 1;
  const ahead = down ? Math.sign(last[1] - before[1]) : Math.sign(last[0] - before[0]);
  const angle = (down ? Math.PI / 2 : 0) + ((same || ahead < 0) ? Math.PI : 0);
  return { pair, path: pathText(route, down), end: [last[0], last[1], angle] };
}

/** Curves that leave and arrive level, as `myograph.viz.curves` draws them. @param {number[][]} route @param {boolean} down */
export function pathText(route, down) {
  const number = (/** @type {number} */ value) => String(Math.round(value * 10) / 10);
  let text = route.length ? `M${number(route[0][0])} ${number(route[0][1])}` : "";
  for (let index = 1; index < route.length; index += 1) {
    const [[x1, y1], [x2, y2]] = [route[index - 1], route[index]];
    const level = down ? Math.abs(y1 - y2) < 1 : Math.abs(x1 - x2) < 1;
    const middle = down ? (y1 + y2) / 2 : (x1 + x2) / 2;
    const bulge = level ? 34 : 0;
    const points = down
      ? [x1, level ? y1 + bulge : middle, x2, level ? y2 + bulge : middle, x2, y2]
      : [level ? x1 + bulge : middle, y1, level ? x2 + bulge : middle, y2, x2, y2];
    text += `C${points.map(number).join(" ")}`;
  }
  return text;
}
