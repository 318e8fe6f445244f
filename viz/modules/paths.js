/** The path view: paths as sentences, best-founded first, each with its weakest link. */
import { page, things, element, say, term, labelOf, verdictText, signGlyph } from "./page.js";
import { sentenceOf } from "./details.js";
import { LONGEST } from "./causes.js";

/** @param {string} label @param {string} value @param {(id: string) => void} chosen */
export function thingField(label, value, chosen) {
  const sorted = [...things.values()].sort((a, b) => labelOf(a.id).localeCompare(labelOf(b.id), document.documentElement.lang));
  return element("label", { class: "field" }, element("span", {}, label),
    element("select", { onchange: (/** @type {any} */ event) => chosen(event.target.value) },
      element("option", { value: "" }, "…"),
      ...sorted.map((thing) => element("option", { value: thing.id, selected: thing.id === value }, `${labelOf(thing.id)} (${term(thing.kind)})`))));
}

/** @param {any} state @param {any} scene @param {(change: any) => void} change */
export function pathPanel(state, scene, change) {
  return [
    element("h2", {}, say("paths")),
    thingField(say("from"), state.from, (id) => change({ from: id, path: 0, focus: "" })),
    thingField(say("to"), state.to, (id) => change({ to: id, path: 0, focus: "" })),
    ...pathList(state, scene, change),
  ];
}

/** @param {any} state @param {any} scene @param {(change: any) => void} change */
function pathList(state, scene, change) {
  if (!state.from || !state.to) return [element("p", {}, say("chooseBoth"))];
  if (state.from === state.to) return [element("p", { class: "told" }, say("sameEnds"))];
  if (!scene.paths.length) return [element("p", { class: "told", id: "no-path" }, say(state.bar === "any" && !state.source ? "noPathAtAll" : "noPath", { from: labelOf(state.from), to: labelOf(state.to), longest: LONGEST }))];
  const count = scene.paths.length;
  return [
    element("h3", {}, count === 1 ? say("onePath") : say("pathsFound", { count })),
    element("p", { class: "soft" }, say("pathNote"), scene.cut ? ` ${say("pathsCut", { count })}` : ""),
    state.path ? element("button", { type: "button", onclick: () => change({ path: 0, focus: "" }) }, say("allPaths")) : null,
    element("ol", { id: "paths", class: "path-list" }, ...scene.paths.map((/** @type {any} */ path, /** @type {number} */ index) => pathItem(path, index + 1, state, change))),
  ];
}

/** @param {any} path @param {number} number @param {any} state @param {(change: any) => void} change */
function pathItem(path, number, state, change) {
  const open = state.path === number;
  return element("li", { class: open ? "card" : "" },
    element("button", { class: "bare", type: "button", "aria-expanded": String(open), "data-path": path.nodes.join(">"), onclick: () => change({ path: open ? 0 : number, focus: "" }) },
      path.nodes.map(labelOf).join(" → ")),
    element("div", {}, element("strong", {}, path.sign === "conflicting" ? `≠ ${say("conflicting")}` : `${signGlyph(path.sign)} ${say(path.sign)}`),
      ` · ${say("weakestLink")}: ${verdictText(path.pairs[path.weakest].verdict)}`),
    open ? element("ol", { class: "steps" }, ...path.pairs.map((/** @type {any} */ pair, /** @type {number} */ index) => stepItem(pair, index === path.weakest, change))) : null);
}

/** @param {any} pair @param {boolean} weakest @param {(change: any) => void} change */
function stepItem(pair, weakest, change) {
  return element("li", { class: weakest ? "weakest" : "" },
    element("button", { class: "bare", type: "button", "data-pair": pair.id, onclick: () => change({ focus: pair.id }) }, sentenceOf(pair.links[0])),
    ` · ${term(pair.links[0].certainty)} · ${verdictText(pair.verdict)}`, pair.sign === "conflicting" ? ` · ≠ ${say("conflicting")}` : "",
    weakest ? element("strong", {}, ` · ${say("weakestLink")}`) : null);
}
