// The editor of the page for queries. It takes the place of the text area once it stands; until then, and without it,
// the text area is what one types into. query.js keeps the link, the history and the check by the engine: both write
// into the text area, and tell each other with events on it.
import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { HighlightStyle, StreamLanguage, bracketMatching, syntaxHighlighting, syntaxTree } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { lintKeymap, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** @typedef {{ prefixes: Record<string, string>, words: [string, string][] }} Words */
/** @typedef {{ valid: boolean, detail: string, line: number | null, column: number | null }} Told */

// As many as are shown without scrolling: the list never has the focus, so no key could scroll it.
const MOST_CHOICES = 14;
const UNFIT = 5;
const WORD = /[?$]?[\p{L}\p{N}_:-]*$/u;

const form = /** @type {HTMLFormElement} */ (document.getElementById("ask"));
const area = /** @type {HTMLTextAreaElement} */ (document.getElementById("query"));

/** @type {Promise<Words> | null} */
let known = null;

/** @returns {Promise<Words>} */
async function fetched() {
  const answer = await fetch(`${form.dataset.prefix}/query/words`);
  if (!answer.ok) throw new Error(`the names did not come: ${answer.status}`);
  return answer.json();
}

/**
 * What may be typed; asked for once, and again after a failure.
 * @returns {Promise<Words>}
 */
function words() {
  known ??= fetched().catch((problem) => { known = null; throw problem; });
  return known;
}

/**
 * The edit that declares the prefix of a name, below the declarations that are there; none when it is declared.
 * @param {string} text
 * @param {string} name
 * @param {Record<string, string>} prefixes
 */
function declaring(text, name, prefixes) {
  const prefix = name.split(":")[0];
  const declared = [...text.matchAll(/^[ \t]*PREFIX[ \t]+([^\s:]*):[^\n]*\n?/gim)];
  if (!(prefix in prefixes) || declared.some((found) => found[1] === prefix)) return [];
  const last = declared.at(-1);
  const place = last ? last.index + last[0].length : 0;
  const line = `PREFIX ${prefix}: <${prefixes[prefix]}>\n`;
  return [{ from: place, insert: last && !last[0].endsWith("\n") ? `\n${line}` : line }];
}

/**
 * A name of the graph as a choice: taking it types the name, and declares its prefix.
 * @param {string} name
 * @param {string} label
 * @param {Record<string, string>} prefixes
 * @returns {import("@codemirror/autocomplete").Completion}
 */
function choice(name, label, prefixes) {
  return {
    label: name,
    detail: label,
    apply: (view, _choice, from, to) => {
      const edits = view.state.changes([...declaring(view.state.doc.toString(), name, prefixes), { from, to, insert: name }]);
      view.dispatch({ changes: edits, selection: { anchor: edits.mapPos(to, 1) }, userEvent: "input.complete" });
    },
  };
}

/**
 * How well a name of the graph fits what is typed: the less the better, below UNFIT if at all.
 * @param {string} name
 * @param {string} label the label or a synonym
 * @param {string} wanted
 */
function distance(name, label, wanted) {
  const [own, said, local] = [name.toLowerCase(), label.toLowerCase(), wanted.split(":").at(-1) ?? ""];
  if (own.startsWith(wanted)) return 0;
  if (local.length < 2) return UNFIT;
  if (said === local) return 1;
  if (said.startsWith(local)) return 2;
  if (!own.includes(local) && !said.includes(local)) return UNFIT;
  return own.startsWith("<") ? 4 : 3;
}

/**
 * Prefixes, then names of the graph, the best first; the same name once for each label or synonym that fits.
 * @param {Words} data
 * @param {string} typed
 */
function fitting(data, typed) {
  const wanted = typed.toLowerCase();
  const declarable = Object.entries(data.prefixes).map(([prefix, iri]) => [`${prefix}:`, iri]);
  const prefixes = declarable.filter(([name]) => name.startsWith(wanted) && name !== wanted);
  const measured = data.words.map(([name, label]) => ({ name, label, far: distance(name, label, wanted) }));
  const near = measured.filter(({ far }) => far < UNFIT).sort((one, other) => one.far - other.far);
  const found = [...prefixes, ...near.map(({ name, label }) => [name, label])];
  return found.map(([name, label]) => choice(name, label, data.prefixes));
}

/**
 * The variables of the query that go on from what is typed.
 * @param {string} text
 * @param {string} typed
 */
function variables(text, typed) {
  const names = new Set(text.match(/[?$][\p{L}\p{N}_]+/gu));
  return [...names].filter((name) => name !== typed && name.startsWith(typed)).map((label) => ({ label, type: "variable" }));
}

/**
 * Prefixes with their namespaces, to be declared.
 * @param {Words} data
 * @param {string} typed
 */
function declarations(data, typed) {
  const fit = Object.entries(data.prefixes).filter(([prefix]) => prefix.startsWith(typed));
  return fit.map(([prefix, iri]) => ({ label: `${prefix}:`, detail: iri, apply: `${prefix}: <${iri}>` }));
}

/**
 * What may go on where the text `before` on the line ends with what is typed.
 * @param {string} text
 * @param {string} before
 * @param {string} typed
 * @returns {Promise<import("@codemirror/autocomplete").Completion[]>}
 */
async function choices(text, before, typed) {
  if (/^[?$]/.test(typed)) return variables(text, typed);
  const data = await words();
  return /\bPREFIX\s+\S*$/i.test(before) ? declarations(data, typed) : fitting(data, typed);
}

/**
 * @param {import("@codemirror/autocomplete").CompletionContext} context
 * @returns {Promise<import("@codemirror/autocomplete").CompletionResult | null>}
 */
async function complete(context) {
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from);
  const typed = WORD.exec(before)?.[0] ?? "";
  const from = context.pos - typed.length;
  const inside = syntaxTree(context.state).resolveInner(context.pos, -1).name;
  if (/comment|string/i.test(inside) || (typed.length < 2 && !context.explicit)) return null;
  const options = await choices(context.state.doc.toString(), before, typed);
  return { from, options: options.slice(0, MOST_CHOICES), filter: false };
}

/**
 * What the engine objects to, as a place in the text: columns count code points, and the editor UTF-16 units.
 * @param {EditorState} state
 * @param {Told} told
 * @returns {import("@codemirror/lint").Diagnostic[]}
 */
function objections(state, told) {
  if (told.valid || !told.line || !told.column) return [];
  const line = state.doc.line(Math.min(told.line, state.doc.lines));
  const place = [...line.text].slice(0, told.column - 1).join("").length;
  const from = Math.min(line.from + place, line.to);
  const word = /^[\p{L}\p{N}_:?$-]+/u.exec(line.text.slice(from - line.from))?.[0].length ?? 1;
  return [{ from, to: Math.min(from + word, state.doc.length), severity: "error", message: told.detail }];
}

const inks = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--link)", fontWeight: "600" },
  { tag: [tags.string, tags.meta], color: "var(--promotes)" },
  { tag: [tags.atom, tags.variableName], color: "var(--opposes)" },
  { tag: tags.comment, color: "var(--faint)", fontStyle: "italic" },
]);

const looks = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--paper)", border: "1px solid var(--faint)", borderRadius: ".25rem", fontSize: ".92rem" },
  "&.cm-focused": { outline: "3px solid var(--link)", outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: "ui-monospace, monospace", minHeight: "18rem", maxHeight: "36rem", overflow: "auto" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--shade)", color: "var(--faint)", border: "none" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--shade)", outline: "1px solid var(--faint)" },
  ".cm-tooltip": { backgroundColor: "var(--paper)", color: "var(--ink)", border: "1px solid var(--faint)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "ui-monospace, monospace", maxHeight: "none" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--link)", color: "var(--paper)" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--alarm)" },
  ".cm-completionDetail": { fontStyle: "normal" },
});

// Tab leaves the editor, as it leaves the text area. Enter and the arrows choose, Escape closes.
const keys = keymap.of([
  { key: "Mod-Enter", run: () => { form.requestSubmit(); return true; } },
  ...completionKeymap, ...lintKeymap, ...historyKeymap, ...defaultKeymap,
]);

const writing = EditorView.updateListener.of((update) => {
  if (!update.docChanged) return;
  area.value = update.state.doc.toString();
  area.dispatchEvent(new Event("input"));
});

/**
 * Let the editor show what the text area holds, where the two differ.
 * @param {EditorView} view
 */
function follow(view) {
  if (view.state.doc.toString() !== area.value) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: area.value } });
}

/** Put the editor in the place of the text area. Styles made by scripts are let into a shadow tree, not into the page. */
function stand() {
  const place = document.createElement("div");
  place.id = "editor";
  const root = place.attachShadow({ mode: "open" });
  area.before(place);
  const label = EditorView.contentAttributes.of({ "aria-label": "Query", spellcheck: "false", autocapitalize: "off" });
  const helping = [autocompletion({ override: [complete], icons: false }), bracketMatching(), history(), lineNumbers()];
  const language = [StreamLanguage.define(sparql), syntaxHighlighting(inks), looks, EditorView.lineWrapping];
  const state = EditorState.create({ doc: area.value, extensions: [...helping, ...language, keys, writing, label] });
  const view = new EditorView({ state, parent: root, root });
  area.hidden = true;
  document.querySelector("label[for=query]")?.addEventListener("click", () => view.focus());
  area.addEventListener("change", () => { follow(view); view.focus(); });
  area.addEventListener("checked", (event) => {
    view.dispatch(setDiagnostics(view.state, objections(view.state, /** @type {CustomEvent<Told>} */ (event).detail)));
  });
  addEventListener("pageshow", () => follow(view));
}

stand();
