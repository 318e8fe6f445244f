/** What is shown, to take away: drawing, picture, table, data, citation, link, snippet. */
import { page, byId, element, say, term, labelOf, kindOf, glyphOf, verdictText, references } from "./page.js";
import { BADGE, currentColours, frameOf, tipPath } from "./canvas.js";
import { letterFont, firstLine } from "./scene.js";
import { current, writeState } from "./state.js";

/** @typedef {import("./scene.js").Scene} Scene */

const NO_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/gu;
const SVG = "http://www.w3.org/2000/svg";

/** @param {string} tag @param {Record<string, any>} attributes @param {...any} children */
function vector(tag, attributes, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/** The drawing of the canvas as SVG text: the same boxes, the same curves. @param {Scene} scene */
export function svgText(scene) {
  const colours = currentColours();
  const frame = frameOf(scene);
  const view = [frame.left - 60, frame.top - 30, Math.max(frame.width + 120, 640), 0];
  const legend = legendOf(view[0] + 12, frame.top + frame.height + 40, view[2] - 24, colours);
  view[3] = legend.bottom + 48 - view[1];
  const arrows = scene.arrows.map(({ pair, path, end }) => {
    const style = page.palette.verdicts[pair.verdict] ?? { line: "solid", width: 1 };
    const ink = colours[`sign ${pair.sign}`];
    const filled = pair.sign === "promotes" || pair.sign === "neutral";
    return vector("g", { "data-pair": pair.id },
      vector("path", { d: path, fill: "none", stroke: ink, "stroke-width": style.width, "stroke-dasharray": dashOf(style) }),
      vector("path", { d: tipPath(pair.sign), transform: `translate(${end[0]} ${end[1]}) rotate(${(end[2] * 180) / Math.PI})`, fill: filled ? ink : "none", stroke: ink, "stroke-width": filled ? 0 : 2.5 }));
  });
  const boxes = [...scene.boxes.values()].map((box) => {
    const [left, top] = [box.x - box.width / 2, box.y - box.height / 2];
    const ink = colours[`kind ${kindOf(box.id)}`];
    return vector("g", { "data-thing": box.id },
      vector("rect", { x: left, y: top, width: box.width, height: box.height, rx: 6, fill: colours.paper, stroke: ink, "stroke-width": 1.6 }),
      vector("text", { x: left + 7, y: firstLine(box), fill: ink }, glyphOf(kindOf(box.id))),
      ...box.lines.map((line, index) => vector("text", { x: left + (box.width < 130 ? 21 : 26), y: firstLine(box) + index * 17, fill: colours.text }, line)),
      ...(scene.marks.has(box.id) ? [vector("circle", { cx: left + box.width - 4, cy: top, r: BADGE, fill: colours.text }),
        vector("text", { x: left + box.width - 4, y: top + 5, fill: colours.ground, "text-anchor": "middle" }, scene.marks.get(box.id))] : []));
  });
  const note = vector("text", { x: view[0] + 12, y: view[1] + view[3] - 14, fill: colours.text }, `${page.title} · Myograph ${page.version} ${page.build} · ${say("notAdvice")}`);
  const ground = vector("rect", { x: view[0], y: view[1], width: view[2], height: view[3], fill: colours.ground });
  const root = vector("svg", { viewBox: view.join(" "), width: view[2], height: view[3], style: `font:${letterFont()}` }, vector("title", {}, page.title), ground, ...arrows, ...boxes, ...legend.parts, note);
  return new XMLSerializer().serializeToString(root).replace(NO_XML, "\ufffd");
}

/**
 * What glyphs and lines mean, in rows below the drawing.
 * @param {number} left @param {number} top @param {number} width @param {Record<string, string>} colours
 */
function legendOf(left, top, width, colours) {
  const entries = [
    ...page.core.map((/** @type {string} */ kind) => ({ words: `${glyphOf(kind)} ${term(kind)}` })),
    ...["promotes", "opposes"].map((sign) => ({ words: say(sign), sign })),
    ...page.verdicts.map((/** @type {string} */ verdict) => ({ words: verdictText(verdict), line: page.palette.verdicts[verdict] })),
  ];
  let [x, y] = [left, top];
  const parts = entries.flatMap(({ words, sign, line }) => {
    const wide = 8.2 * words.length + (sign || line ? 40 : 0) + 16;
    if (x > left && x + wide > left + width) [x, y] = [left, y + 22];
    const start = x;
    x += wide;
    const ink = sign ? colours[`sign ${sign}`] : colours.text;
    const sample = line ? [vector("path", { d: `M${start} ${y - 5}h30`, stroke: ink, "stroke-width": line.width, "stroke-dasharray": dashOf(line) })]
      : sign ? [vector("path", { d: tipPath(sign), transform: `translate(${start + 24} ${y - 5})`, fill: ink, stroke: ink, "stroke-width": sign === "opposes" ? 2.5 : 0 })] : [];
    return [...sample, vector("text", { x: start + (sample.length ? 38 : 0), y, fill: colours.text }, words)];
  });
  return { parts, bottom: y };
}

/** @param {{line: string}} style */
function dashOf(style) {
  return { solid: "none", dashed: "7 4", dotted: "2 3" }[/** @type {"solid"} */ (style.line)];
}

/** @param {Scene} scene */
export function csvText(scene) {
  const head = ["claim", "from", "relation", "to", "qualifiers", "certainty", "weakest", "verdict", "places", "said_by"];
  const rows = linksOf(scene).map((link) => [link.iri, labelOf(link.tail), link.verb, labelOf(link.head), link.qualifiers.join("; "), link.certainty, link.weakest, link.verdict, link.places,
    link.said_by.map((id) => references.get(id)?.iri ?? id).join(" ")]);
  return [head, ...rows].map((row) => row.map(csvCell).join(",")).join("\r\n") + "\r\n";
}

/** A cell that no spreadsheet takes for a formula. @param {string|number} value */
function csvCell(value) {
  const text = String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** @param {Scene} scene */
function linksOf(scene) {
  return [...scene.pairs.values()].flatMap((pair) => pair.links);
}

const FORBIDDEN = /[\u0000-\u0020<>"{}|^`\\[\]\u007f-\u009f\u2000-\u206f\ue000-\uf8ff\ufff0-\uffff]/g;

/** An IRI in Turtle; what is none by its form becomes the name of one. @param {string} text */
function iriText(text) {
  if (!/^[a-z][a-z0-9+.-]*:/i.test(text)) return `<urn:myograph:${encodeURIComponent(text)}>`;
  return `<${text.replace(FORBIDDEN, (letter) => encodeURIComponent(letter)).replace(/%(?![0-9A-Fa-f]{2})/g, "%25")}>`;
}

/** The claims shown as Turtle. @param {Scene} scene */
export function turtleText(scene) {
  const literal = (/** @type {string} */ text) => `"${text.replaceAll("\u0000", "").replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\r", "\\r")}"@en`;
  const shown = new Map(page.things.map((/** @type {any} */ thing) => [thing.id, thing]));
  const lines = ["@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .", "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .", "@prefix myo: <https://w3id.org/myograph/ontology#> .", ""];
  for (const id of scene.boxes.keys()) lines.push(`${iriText(shown.get(id).iri)} rdfs:label ${literal(shown.get(id).label)} .`);
  for (const link of linksOf(scene).filter((each) => each.verdict !== "by definition")) {
    lines.push(`${iriText(link.iri)} a myo:Claim ; rdf:subject ${iriText(shown.get(link.tail).iri)} ; rdf:object ${iriText(shown.get(link.head).iri)} ; myo:statement ${literal(link.statement)} .`);
  }
  return `${lines.join("\n")}\n`;
}

/** @param {string} name @param {string} type @param {string} text */
function saveText(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  saveAs(name, address);
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

/** @param {string} name @param {string} address */
function saveAs(name, address) {
  const link = element("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
}

const SHARP = 2;
const MOST_PIXELS = 8000;

/** The whole drawing as a picture, twice as sharp as on the screen, as a data address. @param {Scene} scene */
export async function pngAddress(scene) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(scene))}`;
  await image.decode();
  const scale = Math.min(SHARP, MOST_PIXELS / image.naturalWidth, MOST_PIXELS / image.naturalHeight);
  const paper = element("canvas", { width: Math.round(image.naturalWidth * scale), height: Math.round(image.naturalHeight * scale) });
  paper.getContext("2d").drawImage(image, 0, 0, paper.width, paper.height);
  return paper.toDataURL("image/png");
}

function shareLink() {
  const fragment = writeState(current());
  return `${location.href.split("#")[0]}${fragment ? `#${fragment}` : ""}`;
}

/** @param {string} text */
function offerCopy(text) {
  const told = byId("copied");
  const byHand = () => told.replaceChildren(say("copyByHand"), " ", element("input", { value: text, readonly: true, "aria-label": say("copyByHand") }));
  if (!navigator.clipboard) return byHand();
  return navigator.clipboard.writeText(text).then(() => { told.textContent = say("copied"); }, byHand);
}

/** @param {() => Scene} scene */
export function sharePanel(scene) {
  const button = (/** @type {string} */ key, /** @type {() => any} */ act) => element("button", { type: "button", "data-share": key, onclick: act }, say(key));
  return [
    element("h2", { id: "chosen", tabindex: "-1" }, say("share")),
    element("div", { class: "options" },
      button("copyLink", () => offerCopy(shareLink())),
      button("savePng", async () => saveAs("why-muscles-twitch.png", await pngAddress(scene()))),
      button("saveSvg", () => saveText("why-muscles-twitch.svg", "image/svg+xml", svgText(scene()))),
      button("saveCsv", () => saveText("why-muscles-twitch.csv", "text/csv", csvText(scene()))),
      button("saveTurtle", () => saveText("why-muscles-twitch.ttl", "text/turtle", turtleText(scene()))),
      button("print", () => print()),
      button("cite", () => offerCopy(`Myograph contributors. ${page.title}. Myograph ${page.version}, build ${page.build}. https://w3id.org/myograph/`)),
      button("embed", () => offerCopy(`<iframe src="${shareLink().replaceAll("&", "&amp;").replaceAll('"', "&quot;")}" sandbox="allow-scripts" width="100%" height="720" title="${page.title}"></iframe>`))),
    element("p", { id: "copied", role: "status" }),
  ];
}

/** The drawing in print, with the legend. @param {Scene} scene */
export function paperDrawing(scene) {
  const held = byId("still");
  const parsed = new DOMParser().parseFromString(svgText(scene), "image/svg+xml").documentElement;
  parsed.removeAttribute("style");
  parsed.setAttribute("class", "drawing");
  parsed.removeAttribute("width");
  parsed.removeAttribute("height");
  held.replaceChildren(document.importNode(parsed, true));
}
