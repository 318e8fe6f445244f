/** Put the page together: one state, its views, and what a reader can do. */
import { page, things, links, references, element, byId, say, term, speak, announce, labelOf, glyphOf, slug, verdictText } from "./page.js";
import { current, change, watch, readState } from "./state.js";
import { sceneOf, admittedFor } from "./scene.js";
import { pairsOf } from "./causes.js";
import { openCanvas, overviewMap, showScene, readColours, fitView, overview, zoomBy, measured, reveal, LEGIBLE } from "./canvas.js";
import { fillTable, fillOutline } from "./table.js";
import { thingDetails, pairDetails, startDetails, claimCard } from "./details.js";
import { pathPanel } from "./paths.js";
import { tourPanel } from "./tours.js";
import { quizPanel, worksheet } from "./quiz.js";
import { whatIfPanel } from "./whatif.js";
import { sharePanel, svgText, csvText, turtleText, pngAddress, paperDrawing } from "./exports.js";
import { openKeyboard } from "./keyboard.js";

/** @typedef {import("./state.js").State} State */

const NARROW = 620;
let sharing = false;
/** @type {import("./scene.js").Scene} */
let shownScene;

/** How wide a drawing may be on a screen that is narrow and still be legible; 0 on a wide one. */
function narrowRoom() {
  const room = byId("explorer").getBoundingClientRect().width;
  return room < NARROW ? (room - 20) / LEGIBLE : 0;
}

/** @param {string} id */
function choose(id) {
  sharing = false;
  change({ focus: id });
  byId("chosen")?.focus({ preventScroll: window.innerWidth > 900 });
}

const acts = {
  choose,
  /** @param {string} id */
  around(id) {
    const near = [...pairsOf(admittedFor(current())).values()].flatMap((pair) => (pair.tail === id ? [pair.head] : pair.head === id ? [pair.tail] : []));
    change({ task: "explore", near: [...new Set([...current().near, id, ...near])] });
  },
  /** @param {string} id */
  paths(id) {
    change({ task: "paths", from: id, to: page.foot, path: 0, focus: "" });
  },
};

/** @param {string[]} names @param {string} chosen @param {(name: string) => void} pick @param {(name: string) => string} [word] */
function choices(names, chosen, pick, word = say) {
  return names.map((name) => element("button", { type: "button", "data-choice": name, "aria-pressed": String(name === chosen), onclick: () => pick(name) }, word(name)));
}

/** @param {State} state */
function showHead(state) {
  byId("heading").textContent = term(page.title);
  byId("tasks").setAttribute("role", "group");
  byId("tasks").setAttribute("aria-label", say("task"));
  byId("tasks").replaceChildren(...choices(["explore", "paths", "whatIf", "tours", "quiz"], state.task, (task) => { sharing = false; change({ task, focus: "" }); }));
  const option = (/** @type {string} */ value, /** @type {string} */ text, /** @type {string} */ now) => element("option", { value, selected: value === now }, text);
  byId("tools").replaceChildren(
    element("select", { "aria-label": say("language"), id: "language", onchange: (/** @type {any} */ event) => change({ lang: event.target.value }) },
      ...Object.entries(page.languages).map(([code, language]) => option(code, language.name, state.lang))),
    element("select", { "aria-label": say("theme"), class: "extra", id: "theme", onchange: (/** @type {any} */ event) => change({ theme: event.target.value }) },
      option("auto", say("auto"), state.theme), option("light", say("light"), state.theme), option("dark", say("dark"), state.theme)),
    element("button", { type: "button", id: "share", onclick: () => { sharing = true; change({ focus: "" }); byId("chosen").focus(); } }, say("share")));
}

/** @param {State} state */
function showBar(state) {
  const bar = byId("bar");
  bar.hidden = false;
  const names = element("datalist", { id: "names" }, ...[...things.values()].flatMap((thing) => [element("option", { value: labelOf(thing.id) }), ...thing.also.map((also) => element("option", { value: also }, labelOf(thing.id)))]));
  const search = element("input", { class: "search", type: "search", list: "names", placeholder: say("search"), "aria-label": say("search"), onchange: (/** @type {any} */ event) => find(event.target.value) });
  const views = element("div", { class: "choice", role: "group", "aria-label": say("view") }, ...choices(["map", "table", "outline"], state.view, (view) => change({ view })));
  const evidence = element("label", { class: "filter" }, say("bar"), element("select", { id: "evidence", onchange: (/** @type {any} */ event) => change({ bar: event.target.value, path: 0 }) },
    ...Object.keys(page.bars).map((name) => element("option", { value: name, selected: name === state.bar }, say(`bar-${name}`)))));
  const parts = state.task === "explore" ? exploreControls(state) : [];
  const amount = state.task === "explore" ? [amountControl(state)] : [];
  const more = element("details", { class: "more", open: innerWidth > 900 || bar.querySelector("details")?.open }, element("summary", {}, say("choices")), evidence, sourceControl(state), ...parts);
  bar.replaceChildren(search, names, views, ...amount, more);
}

/** @param {State} state */
function exploreControls(state) {
  const toggle = (/** @type {string} */ name) => element("label", {}, element("input", { type: "checkbox", "data-extra": name, checked: state.extra.includes(name),
    onchange: (/** @type {any} */ event) => change({ extra: event.target.checked ? [...state.extra, name] : state.extra.filter((each) => each !== name) }) }), say(name));
  return [toggle("interventions"), toggle("minerals")];
}

/** @param {State} state */
function amountControl(state) {
  return element("div", { class: "choice", role: "group", "aria-label": say("amount") }, ...choices(["opening", "whole"], state.show, (show) => change({ show, near: [] })));
}

/** @param {State} state */
function sourceControl(state) {
  const speaking = new Set([...links.values()].flatMap((link) => link.said_by));
  const sources = [...references.values()].filter((each) => speaking.has(each.id) || each.id === state.source).sort((a, b) => a.label.localeCompare(b.label, "en"));
  return element("label", { class: "filter" }, say("source"), element("select", { id: "source", onchange: (/** @type {any} */ event) => change({ source: event.target.value, path: 0 }) },
    element("option", { value: "" }, say("anySource")), ...sources.map((each) => element("option", { value: each.id, selected: each.id === state.source, lang: "en" }, each.label))));
}

/** @param {string} name */
function find(name) {
  const asked = name.trim().toLowerCase();
  if (!asked) return;
  const exact = [...things.values()].find((thing) => [labelOf(thing.id), thing.label, thing.id, ...thing.also].some((each) => each.toLowerCase() === asked));
  const found = exact ?? [...things.values()].find((thing) => [labelOf(thing.id), thing.label, ...thing.also].some((each) => each.toLowerCase().includes(asked)));
  if (found) choose(found.id);
  else tell(say("notFound", { name: name.slice(0, 80) }));
}

/** @param {string} text */
function tell(text) {
  byId("message").hidden = !text;
  byId("message").textContent = text;
}

/** @param {State} state */
function showViews(state) {
  byId("map-view").hidden = state.view !== "map";
  byId("table-view").hidden = state.view !== "table";
  byId("outline-view").hidden = state.view !== "outline";
  byId("keys").hidden = state.view !== "map";
  byId("legend-box").hidden = state.view !== "map";
  byId("keys").textContent = say("keyHelp");
  byId("legend").replaceChildren(...page.core.map((/** @type {string} */ kind) => element("li", {}, element("span", { class: `glyph kind-${slug(kind)}` }, glyphOf(kind)), ` ${term(kind)}`)),
    ...legendLines());
  byId("legend-title").textContent = say("legend");
  if (state.view === "table") fillTable(shownScene, choose, state.focus);
  if (state.view === "outline") fillOutline(shownScene, choose);
}

function legendLines() {
  const signs = ["promotes", "opposes"].map((sign) => element("li", {}, element("span", { class: `glyph sign-${sign}` }, sign === "promotes" ? "▶" : "┫"), ` ${say(sign)}`));
  return [...signs, ...page.verdicts.map((/** @type {string} */ verdict) => element("li", {}, lineSample(verdict), ` ${verdictText(verdict)}`))];
}

/** @param {string} verdict */
function lineSample(verdict) {
  const style = page.palette.verdicts[verdict];
  const parts = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
  for (const [name, value] of Object.entries({ width: 30, height: 8, "aria-hidden": "true" })) parts.setAttribute(name, String(value));
  const dash = { solid: "none", dashed: "7 4", dotted: "2 3" }[/** @type {"solid"} */ (style.line)];
  for (const [name, value] of Object.entries({ x1: 0, x2: 30, y1: 4, y2: 4, stroke: "currentColor", "stroke-width": style.width, "stroke-dasharray": dash })) line.setAttribute(name, String(value));
  parts.append(line);
  return parts;
}

/** @param {State} state */
function showSide(state) {
  const pairs = pairsOf(admittedFor(state));
  const chosen = detailsOf(state, pairs);
  const whole = {
    explore: () => (chosen.length ? chosen : startDetails(shownScene, { allThings: page.things.length, allClaims: page.links.length }, change)),
    paths: () => [...pathPanel(state, shownScene, change), ...chosen],
    tours: () => [...tourPanel(state, change), ...chosen],
    quiz: () => quizPanel(state, change),
    whatIf: () => whatIfPanel(state, pairs, change),
  }[/** @type {"explore"} */ (state.task)]();
  byId("side").setAttribute("aria-label", say("details"));
  byId("side").setAttribute("role", state.task === "quiz" ? "main" : "complementary");
  byId("bar").setAttribute("aria-label", say("choices"));
  byId("side").replaceChildren(...(sharing ? sharePanel(() => shownScene) : whole).filter(Boolean));
}

/** @param {State} state @param {Map<string, any>} pairs */
function detailsOf(state, pairs) {
  if (things.has(state.focus)) return thingDetails(state.focus, pairs, acts);
  if (pairs.has(state.focus)) return pairDetails(pairs.get(state.focus), choose);
  const link = links.get(state.focus);
  return link ? [claimCard(link)] : [];
}

/** @param {State} state @param {State | null} before */
function show(state, before) {
  speak(state.lang);
  if (!before || before.theme !== state.theme) showTheme(state.theme);
  const shownBefore = shownScene ? [...shownScene.boxes.keys()].join() : "";
  shownScene = sceneOf(state, narrowRoom());
  const moved = shownBefore !== [...shownScene.boxes.keys()].join() || before?.lang !== state.lang;
  byId("explorer").dataset.task = sharing ? "share" : state.task;
  showHead(state);
  if (byId("bar").hidden || !before || barChanged(state, before)) showBar(state);
  showViews(state);
  showSide(state);
  if (state.view === "map") showScene(shownScene, moved || before?.view !== "map");
  if (state.focus) reveal(things.has(state.focus) ? state.focus : state.focus.split(">")[1] ?? "");
  const said = say("shown", { things: shownScene.boxes.size, claims: [...shownScene.pairs.values()].reduce((sum, pair) => sum + pair.links.length, 0) });
  tell(shownScene.boxes.size ? "" : say("nothing"));
  if (before && moved) announce(said);
  if (!document.documentElement.dataset.ready) performance.mark("ready");
  document.documentElement.dataset.ready = "yes";
}

/** @param {State} state @param {State} before */
function barChanged(state, before) {
  return ["task", "view", "show", "bar", "source", "lang", "extra"].some((name) => String(/** @type {any} */ (state)[name]) !== String(/** @type {any} */ (before)[name]));
}

/** @param {string} theme */
function showTheme(theme) {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  readColours();
}

function readAddress() {
  sharing = false;
  const { state, wrong } = readState(location.hash);
  change(state, false);
  if (wrong.length) tell(say("stateWrong", { what: wrong.join(", ") }));
}

function zoomButtons() {
  const button = (/** @type {string} */ key, /** @type {string} */ glyph, /** @type {() => void} */ act) => element("button", { type: "button", "aria-label": say(key), title: say(key), onclick: act }, glyph);
  return element("div", { class: "zoom" }, button("zoomIn", "+", () => zoomBy(1.25)), button("zoomOut", "−", () => zoomBy(0.8)), button("fit", "⤢", overview));
}

function start() {
  const canvas = byId("canvas");
  for (const [name, value] of Object.entries({ tabindex: "0", role: "application", "aria-label": say("map"), "aria-describedby": "keys" })) canvas.setAttribute(name, value);
  canvas.hidden = false;
  byId("still").classList.add("paper-only");
  byId("map-view").append(zoomButtons(), overviewMap());
  byId("legend-box").open = innerWidth > 900;
  openCanvas(choose);
  openKeyboard(() => shownScene, choose);
  watch(show);
  readAddress();
  addEventListener("hashchange", readAddress);
  addEventListener("beforeprint", () => {
    showTheme("light");
    paperDrawing(shownScene);
    byId("paper").replaceChildren(...(current().task === "quiz" ? worksheet(current()) : []));
  });
  addEventListener("afterprint", () => { showTheme(current().theme); showScene(shownScene, false); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { readColours(); showScene(shownScene, false); });
  let width = innerWidth;
  addEventListener("resize", () => { if (width !== innerWidth) { width = innerWidth; show(current(), current()); fitView(); } });
  /** @type {any} */ (window).myograph = { state: current, scene: () => shownScene, measured, svg: () => svgText(shownScene), csv: () => csvText(shownScene), turtle: () => turtleText(shownScene), png: () => pngAddress(shownScene) };
}

start();
