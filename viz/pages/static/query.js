"use strict";
// Help with typing a query. Without this script the page works as a plain form.
const form = document.getElementById("ask");
const area = document.getElementById("query");
const list = document.getElementById("choices");
const said = document.getElementById("said");
const share = document.getElementById("share");
const past = document.getElementById("past");
const prefix = form.dataset.prefix;
const MOST_CHOICES = 30;
const MOST_PAST = 20;
let known = null;
let choices = [];
let chosen = 0;

async function words() {
  known ??= await (await fetch(prefix + "/query/words")).json();
  return known;
}

function typed() {
  const before = area.value.slice(0, area.selectionStart);
  return /[\p{L}\p{N}_:\-]*$/u.exec(before)[0];
}

function fitting(data, word) {
  const wanted = word.toLowerCase();
  const local = wanted.split(":").pop();
  const starts = [], holds = [];
  for (const [name, label] of data.words) {
    if (name.toLowerCase().startsWith(wanted)) starts.push([name, label]);
    else if (local.length > 1 && (label.toLowerCase().includes(local) || name.toLowerCase().includes(local))) holds.push([name, label]);
    if (starts.length >= MOST_CHOICES) break;
  }
  return [...starts, ...holds].slice(0, MOST_CHOICES);
}

function close() {
  list.hidden = true;
  area.removeAttribute("aria-activedescendant");
}

function show() {
  list.replaceChildren(...choices.map(([name, label], place) => {
    const item = document.createElement("li");
    item.id = "choice-" + place;
    item.role = "option";
    item.ariaSelected = String(place === chosen);
    item.textContent = name;
    const aside = document.createElement("span");
    aside.className = "aside";
    aside.textContent = " " + label;
    item.append(aside);
    item.addEventListener("mousedown", (event) => { event.preventDefault(); chosen = place; take(); });
    return item;
  }));
  list.hidden = choices.length === 0;
  if (!list.hidden) {
    area.setAttribute("aria-activedescendant", "choice-" + chosen);
    list.children[chosen].scrollIntoView({ block: "nearest" });
  }
}

async function complete() {
  const word = typed();
  if (!word) return close();
  choices = fitting(await words(), word);
  chosen = 0;
  show();
}

function take() {
  const start = area.selectionStart - typed().length;
  area.setRangeText(choices[chosen][0] + " ", start, area.selectionStart, "end");
  close();
  changed();
}

let timer = 0;
function changed() {
  const view = new URLSearchParams(location.search).get("view");
  share.href = prefix + "/query?" + new URLSearchParams(view ? { query: area.value, view } : { query: area.value });
  clearTimeout(timer);
  timer = setTimeout(check, 600);
}

async function check() {
  if (!area.value.trim()) { said.textContent = ""; return; }
  const query = area.value;
  const answer = await fetch(prefix + "/query/check", { method: "POST", body: new URLSearchParams({ query }) });
  if (!answer.ok) return;
  const told = await answer.json();
  // What is told of a text that was changed meanwhile would stand at the wrong place.
  if (query !== area.value) return;
  area.dispatchEvent(new CustomEvent("checked", { detail: told }));
  said.className = told.valid ? "" : "wrong";
  const place = told.line ? `Line ${told.line}, column ${told.column}: ` : "";
  said.textContent = told.valid ? "" : `${place}${told.detail}. ${told.advice ?? ""}`;
}

area.addEventListener("input", () => { changed(); if (list.hidden === false) complete(); });
area.addEventListener("blur", close);
area.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); form.requestSubmit(); return; }
  if (event.key === " " && event.ctrlKey) { event.preventDefault(); complete(); return; }
  if (list.hidden) return;
  const steps = { ArrowDown: 1, ArrowUp: -1 };
  if (event.key in steps) {
    event.preventDefault();
    chosen = (chosen + steps[event.key] + choices.length) % choices.length;
    show();
  } else if (event.key === "Enter" || event.key === "Tab") { event.preventDefault(); take(); }
  else if (event.key === "Escape") close();
});

// Earlier queries stay in this browser and are sent nowhere.
function remembered() {
  try { return JSON.parse(localStorage.getItem("myograph-queries") ?? "[]"); } catch { return []; }
}

form.addEventListener("submit", () => {
  const rest = remembered().filter((query) => query !== area.value);
  localStorage.setItem("myograph-queries", JSON.stringify([area.value, ...rest].slice(0, MOST_PAST)));
});

const queries = remembered();
if (queries.length) {
  past.append(new Option("…"), ...queries.map((query) => new Option(query.replace(/\s+/g, " ").slice(0, 80), query)));
  past.hidden = false;
  form.querySelector("label[for=past]").hidden = false;
  past.addEventListener("change", () => { if (past.selectedIndex) { area.value = past.value; changed(); area.focus(); area.dispatchEvent(new Event("change")); } });
}
