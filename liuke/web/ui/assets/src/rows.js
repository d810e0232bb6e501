// A row is its first link; the column chooser keeps its choice in this browser.
export function rows(htmx) {
  document.addEventListener("click", (event) => {
    const row = event.target.closest("[data-row]");
    if (!row || event.target.closest("a, button, input, select, label, summary, form") || String(getSelection())) return;
    const link = row.querySelector("a.row-link");
    if (!link) return;
    if (event.ctrlKey || event.metaKey) window.open(link.href, "_blank", "noopener");
    else link.click();
  });
  document.addEventListener("change", (event) => {
    const box = event.target.closest("[data-column]");
    if (!box) return;
    const table = box.closest("[data-table]");
    const hidden = [...table.querySelectorAll("[data-column]:not(:checked)")].map((el) => el.dataset.column);
    localStorage.setItem(`columns:${table.dataset.table}`, JSON.stringify(hidden));
    hide(table, hidden);
  });
  htmx.onLoad((root) => {
    const tables = root.querySelectorAll?.("[data-table]") || [];
    for (const table of tables) {
      const hidden = JSON.parse(localStorage.getItem(`columns:${table.dataset.table}`) || "[]");
      table.querySelectorAll("[data-column]").forEach((el) => (el.checked = !hidden.includes(el.dataset.column)));
      hide(table, hidden);
    }
  });
}

function hide(table, hidden) {
  table.querySelectorAll("th, td").forEach((cell) => cell.dataset.col && (cell.hidden = hidden.includes(cell.dataset.col)));
}
