// Refusals are shown inside an open dialog. An order is dragged onto a technician's window, a visit onto a place of a
// day: what would be refused, or broken all the same (`may`), is asked of the server while it still hovers.
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
  if (!refused(said)) event.preventDefault(); // what is refused cannot be dropped
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
  if (refused(known.get(cell))) return;
  const form = formOf(cell);
  for (const [name, value] of Object.entries(wanted(form, cell))) form.elements[name].value = value;
  form.submit();
});

const refused = (said) => said?.fits === false && !said.may;
const formOf = (cell) => cell.closest("section").querySelector("[data-drop-form]");

// What is dragged, and each field of the form that the place names.
function wanted(form, cell) {
  const named = [...form.elements].map((field) => field.name).filter((name) => name in cell.dataset);
  return { [form.dataset.dragged || "order"]: dragged, ...Object.fromEntries(named.map((name) => [name, cell.dataset[name]])) };
}

async function ask(cell) {
  const form = formOf(cell);
  const asked = new URLSearchParams(wanted(form, cell));
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
  const line = cell.closest("section").querySelector("[data-drop-said]");
  if (!line) return;
  line.textContent = said.words;
  line.classList.toggle("is-unfit", !said.fits);
}

function leave() {
  over?.classList.remove("is-over", "is-fit", "is-unfit");
  over = null;
}
