/**
 * The one state of the page. Canvas, table, outline and side panel are views of it; the fragment of the address holds it.
 */
import { page, things, links } from "./page.js";

/**
 * @typedef {{task: string, view: string, show: string, extra: string[], bar: string, source: string, focus: string,
 *   near: string[], from: string, to: string, path: number, tour: string, step: number, turn: string, seed: number,
 *   mode: string, lang: string, theme: string}} State
 */

const TASKS = ["explore", "paths", "whatIf", "tours", "quiz"];
const VIEWS = ["map", "table", "outline"];
const EXTRAS = ["interventions", "minerals"];

/** @returns {State} */
export function firstState() {
  return {
    task: "explore", view: "map", show: "opening", extra: [], bar: "any", source: "", focus: "", near: [],
    from: "", to: page.foot, path: 0, tour: "", step: 1, turn: "more", seed: 1, mode: "chain", lang: page.lang, theme: "auto",
    ...page.start,
  };
}

/** What each part of a state may be. @type {Record<string, (text: string) => any>} */
const READERS = {
  task: oneOf(TASKS), view: oneOf(VIEWS), show: oneOf(["opening", "whole"]), turn: oneOf(["more", "less"]),
  mode: oneOf(["chain", "missing"]), theme: oneOf(["auto", "light", "dark"]),
  bar: (text) => (Object.hasOwn(page.bars, text) ? text : undefined),
  lang: (text) => (Object.hasOwn(page.languages, text) ? text : undefined),
  source: (text) => (text === "" || page.references.some((/** @type {{id: string}} */ each) => each.id === text) ? text : undefined),
  focus: (text) => (text === "" || things.has(text) || links.has(text) || isPair(text) ? text : undefined),
  from: knownThing, to: knownThing,
  tour: (text) => (text === "" || page.tours.some((/** @type {{id: string}} */ each) => each.id === text) ? text : undefined),
  extra: (text) => several(text, (each) => EXTRAS.includes(each)),
  near: (text) => several(text, (each) => things.has(each)),
  step: whole, seed: whole, path: whole,
};

/** @param {string[]} known */
function oneOf(known) {
  return (/** @type {string} */ text) => (known.includes(text) ? text : undefined);
}

/** @param {string} text */
function knownThing(text) {
  return text === "" || things.has(text) ? text : undefined;
}

/** @param {string} text */
function isPair(text) {
  return text.split(">").length === 2 && text.split(">").every((id) => things.has(id));
}

/** @param {string} text */
function whole(text) {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** @param {string} text @param {(each: string) => boolean} known */
function several(text, known) {
  const parts = text.split(",").filter(Boolean);
  return parts.every(known) ? parts : undefined;
}

/**
 * The state that a fragment describes, and what in it nobody knows.
 * @param {string} fragment
 * @returns {{state: State, wrong: string[]}}
 */
export function readState(fragment) {
  /** @type {any} */
  const state = firstState();
  const wrong = [];
  for (const [name, text] of new URLSearchParams(fragment.replace(/^#/, ""))) {
    const value = Object.hasOwn(READERS, name) ? READERS[name](text) : undefined;
    if (value === undefined) wrong.push(`${name}=${text}`.slice(0, 80));
    else state[name] = value;
  }
  return { state, wrong };
}

/** The fragment of a state: what differs from the first state. @param {State} state */
export function writeState(state) {
  const parts = new URLSearchParams();
  for (const [name, value] of Object.entries(firstState())) {
    const now = String(/** @type {any} */ (state)[name]);
    if (now !== String(value)) parts.set(name, now);
  }
  return parts.toString();
}

/** @type {State} */
let now = firstState();
/** @type {((state: State, before: State) => void)[]} */
const watchers = [];

/** @returns {State} */
export function current() {
  return now;
}

/** @param {(state: State, before: State) => void} watcher */
export function watch(watcher) {
  watchers.push(watcher);
}

/** Change the state; every view follows. @param {Partial<State>} change @param {boolean} [keep] */
export function change(change, keep = true) {
  const before = now;
  now = { ...now, ...change };
  if (keep) remember();
  for (const watcher of watchers) watcher(now, before);
}

function remember() {
  const fragment = writeState(now);
  try {
    history.replaceState(null, "", fragment ? `#${fragment}` : "#");
  } catch {
    // A sandboxed frame may not change its address; the state itself is as it should be.
  }
}
