// Native <details> menus and <dialog>s: one open at a time, closed by Esc or a click beside them.
export function menus(htmx) {
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
    const opener = event.target.closest("[data-dialog]");
    if (opener) show(document.getElementById(opener.dataset.dialog));
    if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
    if (event.target.closest("[data-print]")) print();
    if (event.target.closest("[data-copy]")) navigator.clipboard?.writeText(event.target.closest("[data-copy]").dataset.copy);
    if (event.target.matches?.("dialog[open]")) event.target.close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary")?.focus();
    });
  });
  document.addEventListener("change", (event) => event.target.matches("[data-submit]") && event.target.form.requestSubmit());
  document.addEventListener("liuke:close", () => document.querySelectorAll("dialog[open]").forEach((el) => el.close()));
  htmx.onLoad((root) => root.querySelectorAll?.("dialog[data-open]").forEach((el) => el.open || show(el)));
  htmx.onLoad((root) => root.querySelectorAll?.(".tabs [aria-current]").forEach(inSight));
}

// A dialog begins where one types, not at its close button.
function show(dialog) {
  dialog?.showModal();
  const first = ":is(input:not([type=hidden]), textarea, select)";
  (dialog?.querySelector(".dialog-body [autofocus]") || dialog?.querySelector(`.dialog-body ${first}`))?.focus();
}

// On a narrow screen a long row of tabs begins at the one that is open.
function inSight(tab) {
  const row = tab.parentElement;
  row.scrollLeft += tab.getBoundingClientRect().left - row.getBoundingClientRect().left - (row.clientWidth - tab.offsetWidth) / 2;
}
