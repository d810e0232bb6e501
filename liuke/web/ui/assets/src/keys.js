// Keyboard: / search, g + letter go, n new, ? help, Ctrl+Enter the main action, j/k through rows, Esc closes.
const typing = (el) => el.closest("input, textarea, select, [contenteditable]");
let going = 0;

export function keys() {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // an input method is choosing a word
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return main(event);
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    const act = going > Date.now() ? go : single;
    if (act(event)) event.preventDefault();
  });
}

function main(event) {
  const form = event.target.closest("form");
  const button =
    form?.querySelector("[data-main]") || document.querySelector("dialog[open] [data-main], main [data-main]") ||
    form?.querySelector("button[type=submit]");
  if (button && !button.disabled) {
    event.preventDefault();
    button.click();
  }
}

function single(event) {
  const key = event.key;
  if (key === "/") return focus("#search");
  if (key === "?") return open("#keys");
  if (key === "g") return (going = Date.now() + 1200);
  if (key === "n") return press("[data-new]");
  if (key === "j" || key === "k") return step(key === "j" ? 1 : -1);
  return false;
}

function go(event) {
  going = 0;
  return press(`[data-go="${CSS.escape(event.key)}"]`);
}

function focus(what) {
  const el = document.querySelector(what);
  el?.focus();
  el?.select?.();
  return Boolean(el);
}

function press(what) {
  const el = document.querySelector(what);
  el?.click();
  return Boolean(el);
}

function open(what) {
  const dialog = document.querySelector(what);
  dialog?.showModal();
  return Boolean(dialog);
}

function step(by) {
  const rows = [...document.querySelectorAll("[data-row] a.row-link, a.row-link")];
  if (!rows.length) return false;
  const at = rows.indexOf(document.activeElement);
  rows[Math.min(rows.length - 1, Math.max(0, at < 0 ? 0 : at + by))].focus();
  return true;
}
