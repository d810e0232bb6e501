// Work orders: refusals are shown inside an open dialog; an order is dragged onto a technician's window, and what
// would be refused is asked of the server while it still hovers.
document.addEventListener("htmx:beforeSwap", (event) => {
  const inside = document.querySelector("dialog[open] .dialog-faults");
  if (inside && event.detail.target?.id === "faults") event.detail.target = inside;
});

let dragged = "";
let over = null;
const known = new Map();

document.addEventListener("dragstart", (event) => {
  const card = event.target.closest?.("[data-order]");
  if (!card) return;
  dragged = card.dataset.order;
  known.clear();
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged);
  card.classList.add("is-dragged");
});

document.addEventListener("dragend", (event) => {
  event.target.closest?.("[data-order]")?.classList.remove("is-dragged");
  leave();
  dragged = "";
});

document.addEventListener("dragover", (event) => {
  const cell = event.target.closest?.("[data-drop]");
  if (!dragged || !cell) return leave();
  const said = known.get(cell);
  if (said?.fits !== false) event.preventDefault(); // what is refused cannot be dropped
  if (cell === over) return;
  leave();
  over = cell;
  cell.classList.add("is-over");
  if (said) show(cell, said);
  else ask(cell);
});

document.addEventListener("drop", (event) => {
  const cell = event.target.closest?.("[data-drop]");
  if (!dragged || !cell) return;
  event.preventDefault();
  if (known.get(cell)?.fits === false) return;
  const form = cell.closest("section, .panel").querySelector("[data-drop-form]");
  form.elements.order.value = dragged;
  form.elements.technician.value = cell.dataset.technician;
  form.elements.window.value = cell.dataset.window;
  form.submit();
});

async function ask(cell) {
  const form = cell.closest("section, .panel").querySelector("[data-drop-form]");
  const asked = new URLSearchParams({ order: dragged, technician: cell.dataset.technician, window: cell.dataset.window });
  try {
    const answer = await fetch(`${form.dataset.check}?${asked}`, { headers: { Accept: "application/json" } });
    const said = answer.ok ? await answer.json() : { fits: false, words: String(answer.status) };
    known.set(cell, said);
    if (cell === over) show(cell, said);
  } catch {
    // No answer: the drop itself will say.
  }
}

function show(cell, said) {
  cell.classList.add(said.fits ? "is-fit" : "is-unfit");
  const line = cell.closest("section, .panel").querySelector("[data-drop-said]");
  if (!line) return;
  line.textContent = said.words;
  line.classList.toggle("is-unfit", !said.fits);
}

function leave() {
  over?.classList.remove("is-over", "is-fit", "is-unfit");
  over = null;
}
