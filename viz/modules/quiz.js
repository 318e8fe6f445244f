/**
 * Predict first: questions made from chains of claims that evidence bears out. The seed stands in the address, so that a
 * class gets the same questions; answers stay on the page.
 */
import { page, things, element, say, labelOf, announce, verdictText } from "./page.js";
import { admittedLinks, pairsOf, pairsBy } from "./causes.js";
import { sentenceOf } from "./details.js";

export const QUESTIONS = 5;
const CHOICES = 3;

/** Numbers from 0 to 1 that a seed decides (mulberry32). @param {number} seed */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** @template T @param {T[]} list @param {() => number} chance @returns {T[]} */
function shuffled(list, chance) {
  const copy = [...list];
  for (let index = copy.length - 1; index > 0; index -= 1) {
    const other = Math.floor(chance() * (index + 1));
    [copy[index], copy[other]] = [copy[other], copy[index]];
  }
  return copy;
}

/** Chains of two or three promoting links that meet the bar "traceable". @returns {import("./causes.js").Pair[][]} */
export function chainsToAsk() {
  const pairs = [...pairsOf(admittedLinks("traceable", "")).values()].filter((pair) => pair.sign === "promotes" && pair.verdict !== "by definition");
  const after = pairsBy(pairs, "tail");
  const two = pairs.flatMap((one) => (after.get(one.head) ?? []).filter((next) => next.head !== one.tail).map((next) => [one, next]));
  const three = two.flatMap(([one, next]) => (after.get(next.head) ?? []).filter((last) => ![one.tail, one.head].includes(last.head)).map((last) => [one, next, last]));
  return [...two, ...three].sort((a, b) => (idsOf(a).join() < idsOf(b).join() ? -1 : 1));
}

/** @param {import("./causes.js").Pair[]} chain */
function idsOf(chain) {
  return [chain[0].tail, ...chain.map((pair) => pair.head)];
}

/**
 * @param {number} seed @param {string} mode
 * @returns {{chain: import("./causes.js").Pair[], ids: string[], gap: number, options: string[], right: string}[]}
 */
export function questionsFor(seed, mode) {
  const chance = seeded(seed);
  const chains = chainsToAsk();
  const every = new Set(chains.flatMap(idsOf));
  const known = new Set(pairsOf(page.links).keys());
  const ends = new Set();
  const asked = [];
  for (const chain of shuffled(chains, chance)) {
    const ids = idsOf(chain);
    if (asked.length === QUESTIONS) break;
    if (ends.has(`${ids[0]}${ids[1]}`) || ends.has(ids.at(-1) + ids[1])) continue;
    ends.add(`${ids[0]}${ids[1]}`);
    ends.add(ids.at(-1) + ids[1]);
    const gap = 1 + Math.floor(chance() * (ids.length - 2));
    const wrong = shuffled([...every], chance).filter((id) => !ids.includes(id) && things.get(id)?.kind === things.get(ids[gap])?.kind
      && !(known.has(`${ids[gap - 1]}>${id}`) && known.has(`${id}>${ids[gap + 1]}`)));
    if (wrong.length < CHOICES - 1) continue;
    const written = (/** @type {string} */ id) => (mode === "missing" ? id : ids.map((own, index) => (index === gap ? id : own)).join(">"));
    asked.push({ chain, ids, gap, right: written(ids[gap]), options: shuffled([ids[gap], ...wrong.slice(0, CHOICES - 1)], chance).map(written) });
  }
  return asked;
}

/** @type {Map<string, string>} */
let answers = new Map();

/** @param {any} state @param {(change: any) => void} change */
export function quizPanel(state, change) {
  const questions = questionsFor(state.seed, state.mode);
  const right = questions.filter((question, index) => answers.get(keyOf(state, index)) === question.right).length;
  return [
    element("h2", {}, say("quiz")), element("p", {}, say("quizText")),
    element("label", { class: "field" }, element("span", {}, say("quizMode")), element("select", { onchange: (/** @type {any} */ event) => change({ mode: event.target.value }) },
      element("option", { value: "chain", selected: state.mode === "chain" }, say("modeChain")), element("option", { value: "missing", selected: state.mode === "missing" }, say("modeMissing")))),
    element("p", {}, element("button", { type: "button", onclick: () => change({ seed: (state.seed % 999) + 1 }) }, say("again")), " ",
      element("button", { type: "button", onclick: () => print() }, say("worksheet")), ` ${say("seed")}: ${state.seed}`),
    questions.length ? null : element("p", { class: "told" }, say("quizNone")),
    ...questions.map((question, index) => questionCard(question, index, questions.length, state, change)),
    element("p", {}, element("strong", {}, say("score", { right, count: questions.length }))),
  ].filter(Boolean);
}

/** @param {any} state @param {number} index */
function keyOf(state, index) {
  return `${state.seed} ${state.mode} ${index}`;
}

/** @param {any} question @param {string} mode */
function promptOf(question, mode) {
  if (mode === "chain") return say("quizChain", { start: labelOf(question.ids[0]), end: labelOf(question.ids.at(-1)) });
  return `${say("quizMissing")} ${question.ids.map((/** @type {string} */ id, /** @type {number} */ at) => (at === question.gap ? "…?" : labelOf(id))).join(" → ")}`;
}

/** @param {string} option */
function optionText(option) {
  return option.split(">").map(labelOf).join(" → ");
}

/** @param {any} question @param {number} index @param {number} count @param {any} state @param {(change: any) => void} change */
function questionCard(question, index, count, state, change) {
  const given = answers.get(keyOf(state, index));
  const pick = (/** @type {string} */ option) => {
    answers.set(keyOf(state, index), option);
    announce(option === question.right ? say("right") : say("wrong"));
    change({});
  };
  return element("div", { class: "card", "data-question": index },
    element("p", { class: "soft" }, say("question", { number: index + 1, count })),
    element("p", {}, promptOf(question, state.mode)),
    element("div", { class: "options" }, ...question.options.map((/** @type {string} */ option) => element("button", {
      type: "button", "data-option": option, disabled: Boolean(given),
      class: given && option === question.right ? "right" : given === option ? "wrong" : "", onclick: () => pick(option),
    }, given && option === question.right ? "✔ " : given === option ? "✘ " : "", optionText(option)))),
    given ? element("div", { class: "reveal" }, element("p", {}, element("strong", {}, given === question.right ? say("right") : say("wrong"))), chainReveal(question)) : null);
}

/** @param {any} question */
function chainReveal(question) {
  return element("ol", {}, ...question.chain.map((/** @type {any} */ pair) => element("li", {}, sentenceOf(pair.links[0]), ` · ${verdictText(pair.verdict)}`)));
}

/** The questions on paper, and on another sheet their answers. @param {any} state @returns {HTMLElement[]} */
export function worksheet(state) {
  const questions = questionsFor(state.seed, state.mode);
  const asked = questions.map((question, index) => element("div", { class: "card" }, element("p", {}, `${index + 1}. ${promptOf(question, state.mode)}`),
    element("ol", { type: "a" }, ...question.options.map((/** @type {string} */ option) => element("li", {}, `☐ ${optionText(option)}`))), element("p", {}, `${say("because")}: ______________________________________________`)));
  const key = questions.map((question, index) => element("div", {}, element("p", {}, `${index + 1}. ${"abc"[question.options.indexOf(question.right)]}`), chainReveal(question)));
  return [element("h2", {}, say("worksheetTitle")), element("p", {}, `${say("seed")} ${state.seed}`), ...asked,
    element("h2", { class: "new-sheet" }, say("answerKey")), ...key, element("p", {}, say("notAdvice"))];
}
