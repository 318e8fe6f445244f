/**
 * The data of the page and its words: everything else reads them here, and nothing is written.
 *
 * @typedef {{id: string, iri: string, label: string, kind: string, definition: string, also: string[]}} Thing
 * @typedef {{direction: string, strength: string, finding: string, reference: string, indirect: string[]}} Finding
 * @typedef {{id: string, iri: string, tail: string, head: string, verb: string, sign: string, verdict: string,
 *   statement: string, certainty: string, weakest: string, places: number, qualifiers: string[], said_by: string[],
 *   findings: Finding[]}} Link
 * @typedef {{id: string, iri: string, label: string, citation: string}} Reference
 * @typedef {{name: string, direction: string, strings: Record<string, string>, labels: Record<string, string>}} Language
 * @typedef {{title: string, nodes: string[], text: string, bar?: string, focus?: string}} TourStep
 * @typedef {{id: string, title: string, about: string, steps: TourStep[]}} Tour
 */

/** @param {string} id */
function blockOf(id) {
  return JSON.parse(document.getElementById(id)?.textContent ?? "{}");
}

export const page = blockOf("page");
export const model = blockOf("network");

const EMPTY = { definition: "", also: [], statement: "", certainty: "", weakest: "", places: 0, qualifiers: [], said_by: [], findings: [] };
const NOTHING_FOUND = { direction: "", strength: "", finding: "", reference: "", indirect: [] };

/**
 * The rows of a table that the build wrote column by column (`myograph.viz.payload`).
 * @param {{rows: number, columns: Record<string, any>}} table @returns {any[]}
 */
function rowsOf(table) {
  const columns = Object.entries(table.columns);
  return Array.from({ length: table.rows }, (_, row) => Object.fromEntries(columns.flatMap(([name, column]) => {
    const value = column.of ? column.of[column.at[row]] : column[row];
    return value === undefined || value === null ? [] : [[name, value]];
  })));
}

/** What the build left out because it is empty or usual. @param {any} record */
function filled(record) {
  const base = page.bases[record.iri];
  const usual = record.verb === undefined ? {} : { sign: "promotes", ...(record.verdict === "by definition" ? {} : { certainty: "asserted", weakest: "asserted", places: 1 }) };
  return { ...EMPTY, ...usual, ...record, iri: base === undefined ? record.iri : base + record.id };
}
for (const part of ["things", "links", "references"]) page[part] = rowsOf(page[part]).map(filled);
const sourceOf = (/** @type {any} */ place) => page.references[place]?.id ?? place;
page.findings = rowsOf(page.findings).map((/** @type {any} */ each) => ({ ...NOTHING_FOUND, ...each, reference: sourceOf(each.reference ?? "") }));
for (const link of page.links) {
  for (const end of ["tail", "head"]) link[end] = page.things[link[end]].id;
  link.said_by = link.said_by.map(sourceOf);
  link.findings = link.findings.map((/** @type {number} */ place) => page.findings[place]);
}

/** @type {Map<string, Thing>} */
export const things = new Map(page.things.map((/** @type {Thing} */ thing) => [thing.id, thing]));
/** @type {Map<string, Link>} */
export const links = new Map(page.links.map((/** @type {Link} */ link) => [link.id, link]));
/** @type {Map<string, Reference>} */
export const references = new Map(page.references.map((/** @type {Reference} */ each) => [each.id, each]));

let spoken = "en";

/** @param {string} code */
export function speak(code) {
  spoken = code;
  document.documentElement.lang = code;
  document.documentElement.dir = page.languages[code].direction;
  for (const told of document.querySelectorAll("[data-say]")) told.textContent = say(told.getAttribute("data-say") ?? "");
  for (const told of document.querySelectorAll("[data-term]")) told.textContent = term(told.getAttribute("data-term") ?? "");
}

/**
 * The words for a key, with values put in.
 * @param {string} key
 * @param {Record<string, string|number>} [values]
 */
export function say(key, values = {}) {
  const words = page.languages[spoken].strings[key] ?? page.languages.en.strings[key] ?? key;
  return words.replace(/\{(\w+)\}/g, (/** @type {string} */ whole, /** @type {string} */ name) => String(values[name] ?? whole));
}

/** A term or label of the graph in the language spoken. @param {string} text */
export function term(text) {
  return page.languages[spoken].labels[text] ?? text;
}

/** @param {string} id */
export function labelOf(id) {
  const found = things.get(id);
  return found ? term(found.label) : id;
}

/** @param {string} id */
export function kindOf(id) {
  return things.get(id)?.kind ?? "";
}

/** @param {string} kind */
export function glyphOf(kind) {
  return page.palette.kinds[kind]?.glyph ?? "•";
}

/** @param {string} verdict */
export function verdictText(verdict) {
  return `${page.palette.verdicts[verdict]?.glyph ?? ""} ${term(verdict)}`.trim();
}

/** @param {string} sign */
export function signGlyph(sign) {
  return page.palette.signs[sign]?.glyph ?? "≠";
}

/**
 * An element with attributes, listeners (`onclick: f`) and children; texts stay texts.
 * @param {string} tag
 * @param {Record<string, any>} [attributes]
 * @param {...(Node|string|null|undefined|false)} children
 * @returns {any}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, String(value));
  }
  for (const child of children) if (child) made.append(child);
  return made;
}

/** @param {string} id @returns {any} */
export function byId(id) {
  return document.getElementById(id);
}

/** Tell a screen reader. @param {string} text */
export function announce(text) {
  byId("live").textContent = text;
}

/** @param {string} id */
export function slug(id) {
  return id.replaceAll(" ", "-");
}

/** A thing with its glyph, as a button that chooses it. @param {string} id @param {(id: string) => void} choose */
export function thingButton(id, choose) {
  return element("button", { class: "bare", type: "button", "data-thing": id, onclick: () => choose(id) },
    element("span", { class: `glyph kind-${slug(kindOf(id))}`, "aria-hidden": "true" }, glyphOf(kindOf(id))), ` ${labelOf(id)}`);
}
