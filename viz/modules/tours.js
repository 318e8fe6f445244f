/** Guided tours: data that anybody can write, shown step by step. */
import { page, element, say } from "./page.js";

/** @param {any} state @param {(change: any) => void} change */
export function tourPanel(state, change) {
  const tour = page.tours.find((/** @type {{id: string}} */ each) => each.id === state.tour);
  if (!tour) {
    if (!page.tours.length) return [element("h2", {}, say("tours")), element("p", { class: "told" }, say("noTours"))];
    return [element("h2", {}, say("chooseTour")), element("ul", { class: "plain" }, ...page.tours.map((/** @type {any} */ each) => element("li", { lang: "en" },
      element("button", { class: "bare", type: "button", "data-tour": each.id, onclick: () => change({ tour: each.id, step: 1, ...stepChange(each, 1) }) }, each.title),
      element("div", { class: "soft" }, each.about))))];
  }
  const number = Math.min(Math.max(1, state.step), tour.steps.length);
  const step = tour.steps[number - 1];
  const go = (/** @type {number} */ to) => change({ step: to, ...stepChange(tour, to) });
  return [
    element("p", { class: "soft" }, `${say("tour")}: `, element("span", { lang: "en" }, tour.title), ` · ${say("step", { number, count: tour.steps.length })}`),
    element("h2", { id: "chosen", tabindex: "-1", lang: "en" }, step.title),
    ...step.text.split("\n").map((/** @type {string} */ line) => element("p", { lang: "en" }, line)),
    element("p", {},
      element("button", { type: "button", disabled: number === 1, onclick: () => go(number - 1) }, say("previous")), " ",
      element("button", { type: "button", id: "next-step", disabled: number === tour.steps.length, onclick: () => go(number + 1) }, say("next")), " ",
      element("button", { type: "button", onclick: () => change({ tour: "", focus: "", bar: "any" }) }, say("endTour"))),
  ];
}

/** @param {any} tour @param {number} number */
function stepChange(tour, number) {
  const step = tour.steps[number - 1];
  return { bar: step.bar ?? "any", focus: step.focus ?? "" };
}
