/** The table and the outline: the same scene as text. */
import { page, byId, element, say, term, labelOf, verdictText, signGlyph, thingButton } from "./page.js";

/**
 * @typedef {import("./scene.js").Scene} Scene
 * @typedef {import("./page.js").Link} Link
 */

/** @param {Scene} scene @param {(id: string) => void} choose @param {string} focus */
export function fillTable(scene, choose, focus) {
  const table = byId("table");
  table.querySelector("caption").textContent = say("tableCaption");
  const heads = ["cause", "relation", "effect", "said", "evidence"];
  table.querySelectorAll("thead th").forEach((/** @type {Element} */ head, /** @type {number} */ index) => { head.textContent = say(heads[index]); });
  const rows = [...scene.pairs.values()].flatMap((pair) => pair.links.map((link) => rowOf(link, pair.id, choose, focus)));
  table.tBodies[0].replaceChildren(...rows);
}

/** @param {Link} link @param {string} pair @param {(id: string) => void} choose @param {string} focus */
function rowOf(link, pair, choose, focus) {
  return element("tr", { "data-link": link.id, "aria-selected": focus === pair || focus === link.id ? "true" : undefined },
    element("th", { scope: "row" }, thingButton(link.tail, choose)),
    element("td", {}, element("button", { class: "bare", type: "button", "data-pair": pair, onclick: () => choose(pair) }, `${signGlyph(link.sign)} ${term(link.verb)}`)),
    element("td", {}, thingButton(link.head, choose), qualifiersOf(link)),
    element("td", {}, wordingOf(link)),
    element("td", {}, verdictText(link.verdict)));
}

/** @param {Link} link */
export function qualifiersOf(link) {
  return link.qualifiers.length ? element("span", { class: "qualifier" }, ` (${link.qualifiers.join("; ")})`) : null;
}

/** @param {Link} link */
export function wordingOf(link) {
  const firm = term(link.certainty);
  return link.weakest && link.weakest !== link.certainty ? `${firm}, ${say("weakestWording")} ${term(link.weakest)}` : firm;
}

/** @param {Scene} scene @param {(id: string) => void} choose */
export function fillOutline(scene, choose) {
  const seen = new Set();
  const foot = scene.boxes.has(page.foot) ? page.foot : "";
  const blocks = [];
  if (foot) {
    blocks.push(element("h2", {}, say("outlineFoot", { foot: labelOf(foot) })), element("ul", {}, branch(foot, scene, choose, seen)));
  }
  for (;;) {
    const rest = [...scene.boxes.keys()].filter((id) => !seen.has(id));
    if (!rest.length) break;
    const ends = rest.filter((id) => ![...scene.pairs.values()].some((pair) => pair.tail === id && rest.includes(pair.head)));
    if (blocks.length <= 2) blocks.push(element("h2", {}, say("alsoShown")));
    blocks.push(element("ul", {}, ...(ends.length ? ends : rest.slice(0, 1)).map((id) => branch(id, scene, choose, seen))));
  }
  byId("outline-view").replaceChildren(...blocks);
}

/** @param {string} id @param {Scene} scene @param {(id: string) => void} choose @param {Set<string>} seen @returns {HTMLElement} */
function branch(id, scene, choose, seen) {
  const repeated = seen.has(id);
  seen.add(id);
  const into = [...scene.pairs.values()].filter((pair) => pair.head === id);
  const under = repeated ? [] : into.map((pair) => {
    const item = branch(pair.tail, scene, choose, seen);
    item.querySelector("[data-thing]")?.after(" ", element("button", { class: "bare", type: "button", "data-pair": pair.id, onclick: () => choose(pair.id) },
      `${signGlyph(pair.sign)} ${pair.sign === "conflicting" ? say("conflicting") : term(pair.links[0].verb)}`), ` · ${verdictText(pair.verdict)}`);
    return item;
  });
  return element("li", {}, thingButton(id, choose), repeated && into.length ? element("span", { class: "soft" }, ` (${say("elsewhere")})`) : null,
    under.length ? element("ul", {}, ...under) : null);
}
