/** Tables that can be sorted: a press on a head sorts by its column, another one the other way round. */

/** What a cell is sorted by: its own key, else its text; null where nothing is known. @param {HTMLTableCellElement|undefined} cell */
function sortKey(cell) {
  const given = cell?.dataset.sort ?? cell?.textContent?.trim() ?? "";
  return given === "" ? null : given;
}

/** Orders two keys; what is not known stands last, whichever way. @param {string|null} a @param {string|null} b @param {number} way */
function ordered(a, b, way) {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const difference = Number(a) - Number(b);
  if (!Number.isNaN(difference)) return way * difference;
  return way * a.localeCompare(b, document.documentElement.lang, { numeric: true });
}

/** @param {HTMLTableElement} table @param {number} column @param {number} way */
function sortTable(table, column, way) {
  const rows = [...table.tBodies[0].rows].sort((a, b) => ordered(sortKey(a.cells[column]), sortKey(b.cells[column]), way));
  table.tBodies[0].append(...rows);
}

/** Makes the head of every column a button; a column of numbers starts with the largest. */
export function sortTables() {
  for (const table of /** @type {NodeListOf<HTMLTableElement>} */ (document.querySelectorAll("table.sortable"))) {
    [...table.querySelectorAll("thead th")].forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "bare";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const before = head.getAttribute("aria-sort");
        const up = before === null ? !head.classList.contains("number") : before === "descending";
        for (const other of table.querySelectorAll("thead th")) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        sortTable(table, column, up ? 1 : -1);
      });
    });
  }
}
