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
  document.addEventListener("change", ticked);
  htmx.onLoad((root) => root.querySelectorAll?.("th[data-col=tick]").forEach(tickAll));
  htmx.onLoad((root) => {
    const tables = root.querySelectorAll?.("[data-table]") || [];
    for (const table of tables) {
      const hidden = JSON.parse(localStorage.getItem(`columns:${table.dataset.table}`) || "[]");
      table.querySelectorAll("[data-column]").forEach((el) => (el.checked = !hidden.includes(el.dataset.column)));
      hide(table, hidden);
    }
  });
}

const ticks = (table) => [...table.querySelectorAll("td[data-col=tick] input[type=checkbox]")];

// A column of ticks has one in its head that ticks them all.
function tickAll(head) {
  if (head.firstElementChild || ticks(head.closest("table")).length < 2) return;
  const box = document.createElement("input");
  box.type = "checkbox";
  box.dataset.all = "";
  box.setAttribute("aria-label", JSON.parse(document.getElementById("page-words")?.textContent || "{}").all || "");
  head.append(box);
}

function ticked(event) {
  const table = event.target.closest?.("table");
  const all = table?.querySelector("[data-all]");
  if (!all || !event.target.closest("[data-col=tick]")) return;
  const boxes = ticks(table);
  if (event.target === all) boxes.forEach((box) => (box.checked = all.checked));
  const on = boxes.filter((box) => box.checked).length;
  all.checked = on === boxes.length;
  all.indeterminate = on > 0 && on < boxes.length;
}

function hide(table, hidden) {
  table.querySelectorAll("th, td").forEach((cell) => cell.dataset.col && (cell.hidden = hidden.includes(cell.dataset.col)));
}
