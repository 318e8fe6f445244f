/** What if: which way things are said to move. The bounds are in `reach.js`; here they are told. */
import { element, say, kindOf, thingButton } from "./page.js";
import { reached } from "./reach.js";
import { thingField } from "./paths.js";

/** @param {any} state @param {Map<string, import("./causes.js").Pair>} pairs @param {(change: any) => void} change */
export function whatIfPanel(state, pairs, change) {
  const chosen = state.focus && !state.focus.includes(">") ? state.focus : "";
  const turnButton = (/** @type {string} */ turn) => element("button", { type: "button", "aria-pressed": String(state.turn === turn), onclick: () => change({ turn }) }, turn === "more" ? `▲ ${say("more")}` : `▼ ${say("less")}`);
  return [
    element("h2", {}, say("whatIf")), element("p", {}, say("whatIfText")),
    thingField(say("thing"), chosen, (focus) => change({ focus })),
    element("p", { class: "choice" }, turnButton("more"), turnButton("less")),
    ...(chosen ? outcome(chosen, state, pairs, change) : []),
    element("p", { class: "told" }, say("notAdvice")),
  ];
}

/** @param {string} chosen @param {any} state @param {Map<string, import("./causes.js").Pair>} pairs @param {(change: any) => void} change */
function outcome(chosen, state, pairs, change) {
  if (kindOf(chosen) === "red flag") return [element("p", { class: "told" }, say("redFlagNode"))];
  const found = [...reached(pairs, chosen, state.turn)];
  if (!found.length) return [element("p", { id: "nothing-follows" }, say("whatIfNone"))];
  const groups = [["more", "▲", "wouldRise"], ["less", "▼", "wouldFall"], ["conflicting", "≠", "wouldConflict"]];
  return groups.map(([direction, glyph, words]) => {
    const members = found.filter(([, each]) => each.direction === direction);
    return members.length ? element("div", { "data-direction": direction }, element("h3", {}, `${glyph} ${say(words)}`), element("ul", { class: "plain" }, ...members.map(([id, each]) => element("li", {},
      thingButton(id, (focus) => change({ task: "explore", focus })), element("span", { class: "soft" }, ` ${each.links === 1 ? say("oneStepAway") : say("stepsAway", { count: each.links })}`))))) : null;
  }).filter(Boolean);
}
