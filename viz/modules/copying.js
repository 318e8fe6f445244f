/** Texts that can be copied; where the browser does not let a page copy, the text is selected for the reader to copy. */

/** @param {HTMLElement} text */
function selectText(text) {
  const range = document.createRange();
  range.selectNodeContents(text);
  const selection = getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
}

/** @param {HTMLElement} text @param {HTMLElement} told */
async function copyText(text, told) {
  try {
    await navigator.clipboard.writeText(text.textContent ?? "");
    told.textContent = text.dataset.copied ?? "";
  } catch {
    selectText(text);
    told.textContent = text.dataset.byHand ?? "";
  }
}

/** Puts a button behind every text that can be copied. */
export function offerCopies() {
  for (const text of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-copy]"))) {
    const button = document.createElement("button");
    const told = document.createElement("span");
    button.type = "button";
    button.className = "copy no-print";
    button.textContent = text.dataset.copy ?? "";
    button.setAttribute("aria-label", `${text.dataset.copy}: ${text.dataset.what}`);
    told.className = "soft";
    told.setAttribute("role", "status");
    const holder = document.createElement("span");
    holder.append(" ", button, " ", told);
    text.after(holder);
    button.addEventListener("click", () => copyText(text, told));
  }
}
