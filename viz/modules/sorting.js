/** Tables that can be sorted: a press on a head sorts by its column, another one the other way round. */

/** @param {HTMLTableElement} table @param {number} column @param {number} way */
function sortTable(table, column, way) {
  const key = (/** @type {HTMLTableRowElement} */ row) => row.cells[column]?.textContent?.trim() ?? "";
  const rows = [...table.tBodies[0].rows].sort((a, b) => way * key(a).localeCompare(key(b), document.documentElement.lang, { numeric: true }));
  table.tBodies[0].append(...rows);
}

for (const table of document.querySelectorAll("table.sortable")) {
  [...table.querySelectorAll("thead th")].forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "bare";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      for (const other of table.querySelectorAll("thead th")) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      sortTable(/** @type {HTMLTableElement} */ (table), column, up ? 1 : -1);
    });
  });
}
