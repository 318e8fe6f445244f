/** Lists and tables that can be filtered: what does not hold every word is hidden, and how much is left is said. */

let filters = 0;

/** @param {HTMLElement} list @returns {HTMLElement[]} */
function entriesOf(list) {
  const rows = /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("tbody tr"));
  return rows.length > 0 ? [...rows] : [.../** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("li"))];
}

/** @param {HTMLElement} list @param {string} typed @returns {number} */
function narrow(list, typed) {
  const words = typed.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  let left = 0;
  for (const entry of entriesOf(list)) {
    const text = (entry.textContent ?? "").toLocaleLowerCase();
    entry.hidden = !words.every((word) => text.includes(word));
    left += Number(!entry.hidden);
  }
  for (const section of /** @type {NodeListOf<HTMLElement>} */ (list.querySelectorAll("section"))) {
    section.hidden = section.querySelector("li:not([hidden])") === null;
  }
  return left;
}

/** Puts a field before every list that asks for one. */
export function filterLists() {
  for (const list of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-filter]"))) {
    const field = document.createElement("p");
    field.className = "filter no-print";
    const label = document.createElement("label");
    const input = document.createElement("input");
    const told = document.createElement("span");
    filters += 1;
    input.type = "search";
    input.id = `filter-${filters}`;
    input.autocomplete = "off";
    label.htmlFor = input.id;
    label.textContent = list.dataset.filter ?? "";
    told.className = "soft";
    told.setAttribute("role", "status");
    field.append(label, input, told);
    list.before(field);
    input.addEventListener("input", () => {
      const left = narrow(list, input.value);
      told.textContent = input.value.trim() === "" ? "" : (list.dataset.shown ?? "").replace("{count}", String(left));
    });
  }
}
