/** The side panel's account of what is chosen: who says so, how firmly, and what others found. */
import { page, things, references, element, say, term, labelOf, kindOf, glyphOf, slug, verdictText, signGlyph, thingButton } from "./page.js";
import { qualifiersOf, wordingOf } from "./table.js";

/**
 * @typedef {import("./page.js").Link} Link
 * @typedef {import("./causes.js").Pair} Pair
 */

/** @param {string} id @param {Map<string, Pair>} pairs @param {any} acts */
export function thingDetails(id, pairs, acts) {
  const thing = things.get(id);
  if (!thing) return [];
  const out = [...pairs.values()].filter((pair) => pair.tail === id);
  const into = [...pairs.values()].filter((pair) => pair.head === id);
  return [
    element("h2", { id: "chosen", tabindex: "-1" }, element("span", { class: `glyph kind-${slug(thing.kind)}`, "aria-hidden": "true" }, glyphOf(thing.kind)), ` ${labelOf(id)}`),
    element("p", { class: "soft" }, term(thing.kind), thing.also.length ? ` · ${say("alsoCalled")}: ${thing.also.join(", ")}` : ""),
    element("p", { lang: "en" }, thing.definition),
    kindOf(id) === "red flag" ? element("p", { class: "told" }, say("redFlagNode")) : null,
    element("p", {},
      element("button", { type: "button", onclick: () => acts.around(id) }, say("showAround")), " ",
      id === page.foot ? null : element("button", { type: "button", onclick: () => acts.paths(id) }, say("whyThis", { foot: labelOf(page.foot) }))),
    pairList(say("comesFrom"), into, "tail", acts.choose),
    pairList(say("leadsTo"), out, "head", acts.choose),
    pageLink("entity", id),
    element("p", { class: "iri soft" }, `${say("iri")}: ${thing.iri}`),
  ].filter(Boolean);
}

/** @param {string} title @param {Pair[]} pairs @param {"tail"|"head"} end @param {(id: string) => void} choose */
function pairList(title, pairs, end, choose) {
  if (!pairs.length) return null;
  return element("div", {}, element("h3", {}, title), element("ul", { class: "plain" }, ...pairs.map((pair) => element("li", {},
    thingButton(pair[end], choose), " · ",
    element("button", { class: "bare", type: "button", "data-pair": pair.id, onclick: () => choose(pair.id) },
      pair.sign === "conflicting" ? `≠ ${say("conflicting")}` : `${signGlyph(pair.sign)} ${term(pair.links[0].verb)}`), ` · ${verdictText(pair.verdict)}`))));
}

/** @param {Pair} pair @param {(id: string) => void} choose */
export function pairDetails(pair, choose) {
  return [
    element("h2", { id: "chosen", tabindex: "-1" }, `${labelOf(pair.tail)} → ${labelOf(pair.head)}`),
    element("p", {}, thingButton(pair.tail, choose), " → ", thingButton(pair.head, choose)),
    pair.sign === "conflicting" ? element("p", { class: "told" }, `≠ ${say("conflicting")}`) : null,
    element("h3", {}, say("atLink")),
    ...pair.links.map(claimCard),
  ].filter(Boolean);
}

/** @param {Link} link */
export function claimCard(link) {
  if (link.verdict === "by definition") return element("div", { class: "card" }, element("p", {}, sentenceOf(link)), element("p", {}, say("definition")));
  const said = link.places === 1 ? say("place") : say("places", { count: link.places });
  return element("div", { class: "card", "data-claim": link.id },
    element("p", {}, element("strong", { lang: "en" }, link.statement || sentenceOf(link)), qualifiersOf(link)),
    element("p", {}, `${signGlyph(link.sign)} ${term(link.verb)} · ${wordingOf(link)} · ${said}`),
    element("p", {}, element("strong", {}, verdictText(link.verdict))),
    element("p", { class: "soft" }, `${say("saidBy")}: `, element("span", { lang: "en" }, link.said_by.map((id) => references.get(id)?.label ?? id).join("; "))),
    element("details", {}, element("summary", {}, `${say("whatOthersFound")} (${link.findings.length})`),
      link.findings.length ? element("ul", { class: "plain", lang: "en" }, ...link.findings.map(findingItem)) : element("p", {}, say("nobodyLooked"))),
    pageLink("claim", link.id),
    element("p", { class: "iri soft" }, link.iri));
}

/** In a site things and claims have pages of their own. @param {string} folder @param {string} id */
function pageLink(folder, id) {
  return page.site ? element("p", {}, element("a", { href: `${folder}/${encodeURIComponent(id)}.html` }, say("ownPage"))) : null;
}

/** @param {import("./page.js").Finding} each */
function findingItem(each) {
  const source = references.get(each.reference);
  const indirect = each.indirect.length ? ` (${say("indirect")}: ${each.indirect.join(", ")})` : "";
  return element("li", {}, element("strong", {}, `${term(each.direction)}${each.strength ? ` · ${term(each.strength)}` : ""}`), ` ${each.finding}${indirect}`,
    source ? element("div", { class: "soft" }, sourceNode(source)) : null);
}

/** @param {import("./page.js").Reference} source */
function sourceNode(source) {
  const safe = /^https?:\/\//.test(source.iri);
  return safe ? element("a", { href: source.iri, rel: "noreferrer" }, source.citation) : source.citation;
}

/** @param {Link} link */
export function sentenceOf(link) {
  const qualified = link.qualifiers.length ? ` (${link.qualifiers.join("; ")})` : "";
  return `${labelOf(link.tail)} ${term(link.verb)} ${labelOf(link.head)}${qualified}`;
}

/** @param {any} scene @param {any} totals @param {(change: any) => void} change */
export function startDetails(scene, totals, change) {
  const claims = [...scene.pairs.values()].reduce((sum, pair) => sum + pair.links.length, 0);
  return [
    element("h2", {}, say("startHere")), element("p", {}, say("startText")),
    element("p", { class: "soft" }, say("startNumbers", { things: scene.boxes.size, claims, ...totals })),
    page.tours.length ? element("h3", { class: "no-print" }, say("tours")) : null,
    element("ul", { class: "plain no-print" }, ...page.tours.map((/** @type {any} */ tour) => element("li", {},
      element("button", { class: "bare", type: "button", lang: "en", "data-tour": tour.id, onclick: () => change({ task: "tours", tour: tour.id, step: 1, focus: "" }) }, tour.title)))),
    element("h3", { class: "no-print" }, say("quiz")), element("p", { class: "no-print" }, element("button", { type: "button", onclick: () => change({ task: "quiz", focus: "" }) }, say("predictFirst"))),
  ].filter(Boolean);
}
