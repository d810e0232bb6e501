// The technician's phone. Every act is kept here first and sent when the signal allows: once, in order, with the moment
// it happened. IndexedDB where there is one, else localStorage; no service worker, since WeChat's browser has none.
import { charges } from "./charges.js";
import { openBox } from "./outbox.js";
import { scanning } from "./scan.js";
import { signature } from "./signature.js";

const actor = document.querySelector("[data-outbox]")?.dataset.actor || "";
const LARGEST_SIDE = 1600;
const POSITION_MS = 6000;
let panel;
let steps;
let box;
let sending = false;
let more = false;
let signedOut = false;

const cookie = (name) => document.cookie.split("; ").find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1) || "";
const mine = async () => (await box.all()).filter((one) => one.actor === actor);

export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

async function begin() {
  box = await openBox();
  await arrange();
  document.addEventListener("submit", submitted);
  document.addEventListener("change", picked);
  document.addEventListener("htmx:afterSwap", (event) => {
    const dial = event.target.querySelector?.("[data-dial]") || document.querySelector("[data-dial]:not([data-dialled])");
    if (dial) {
      dial.dataset.dialled = "1";
      dial.click();
    }
  });
  addEventListener("online", flush);
  addEventListener("pageshow", flush);
  document.addEventListener("visibilitychange", () => document.hidden || flush());
  setInterval(flush, 20000);
  flush();
}

// What hangs on the page's own elements; done again when they were exchanged for fresh ones.
async function arrange() {
  panel = document.querySelector("[data-outbox]");
  steps = document.querySelector("[data-steps]");
  await walk();
  await show();
  await keptPhotos();
  drafts();
  document.querySelectorAll("[data-signature]").forEach(signature);
  document.querySelectorAll("[data-charges]").forEach(charges);
  scanning();
}

// The page shows what the server knows now. It is never navigated away from: where the signal is gone again, a reload
// would leave the browser's error page in the place of the customer's address.
async function refresh() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" }, redirect: "manual" }).catch(() => null);
  if (!answer?.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (busy()) return; // somebody began to write while it was under way
  for (const place of ["main", ".thumb"]) document.querySelector(place).replaceWith(fresh.querySelector(place));
  window.htmx.process(document.body);
  await arrange();
}

// Leaving the page must not lose an act: it is kept before anything else happens.
async function submitted(event) {
  const form = event.target.closest("form[data-act]");
  if (!form || "sendOnly" in (event.submitter?.dataset || {})) return;
  event.preventDefault();
  const button = event.submitter;
  if (form.dataset.busy || !complete(form)) return;
  form.dataset.busy = "1";
  if (button) button.disabled = true;
  const kept = await keep(form);
  if ("position" in form.dataset) placed(kept); // not waited for: what is kept stays kept
  localStorage.removeItem(draftKey(form));
  await walk();
  await show();
  flush();
}

// Where he checks in, asked for once and only then: it goes with the act, and the server keeps the distance alone. The act
// waits some seconds for it at most, also when the page is closed meanwhile.
function placed(entry) {
  const go = async (fields) => {
    const now = (await mine()).find((one) => one.id === entry.id);
    if (now && !now.number) await box.put({ ...now, fields: [...now.fields, ...fields], held: 0 });
    flush();
  };
  navigator.geolocation?.getCurrentPosition(
    ({ coords }) => go([["lng", String(coords.longitude)], ["lat", String(coords.latitude)], ["accuracy", String(Math.round(coords.accuracy))]]),
    () => go([]),
    { enableHighAccuracy: true, timeout: POSITION_MS, maximumAge: 30000 },
  );
  setTimeout(flush, POSITION_MS + 500);
}

async function keep(form) {
  const fields = [];
  const files = [];
  for (const [name, value] of new FormData(form)) {
    if (name === "csrfmiddlewaretoken" || name === "form_number") continue;
    if (!(value instanceof File)) fields.push([name, value]);
    else if (value.size) files.push({ name, file: await smaller(value) });
  }
  const pad = form.querySelector("[data-signature]");
  if (pad?.dataset.drawn) files.push({ name: "signature", file: await picture(pad) });
  const asks = "position" in form.dataset && navigator.geolocation;
  const held = asks ? Date.now() + POSITION_MS : 0;
  const number = asks ? "" : form.elements.form_number?.value || "";
  return add({ order: form.dataset.order, noun: form.dataset.act, url: form.action, fields, files, number, held });
}

async function add(entry) {
  const kept = { id: newId(), actor, at: new Date().toISOString(), tries: 0, refused: "", ...entry };
  await box.put(kept);
  return kept;
}

// A photo is kept the moment it is taken, so that neither a reload nor a dead battery loses it.
async function picked(event) {
  const input = event.target.closest("[data-photo]");
  const form = input?.form;
  if (!input || !form) return;
  for (const file of [...input.files]) {
    const small = await smaller(file);
    thumb(form, small);
    if (form.dataset.act === "completion") {
      const url = form.action.replace("/completion/", "/record/");
      await add({ order: form.dataset.order, noun: "record", url, fields: [], files: [{ name: "photos", file: small }], number: "" });
    }
  }
  if (form.dataset.act === "completion") input.value = "";
  mend(form, "photos");
  await show();
  flush(); // the photo goes ahead of the rest
}

function thumb(form, file) {
  const thumbs = form.querySelector("[data-thumbs]");
  const image = new Image(72, 72);
  image.src = URL.createObjectURL(file);
  image.alt = "";
  thumbs.append(image);
  thumbs.dataset.count = String(Number(thumbs.dataset.count) + 1);
}

// Photos that still lie on this phone are shown beside those that arrived, and count as taken.
async function keptPhotos() {
  const form = document.querySelector("form[data-act=completion]");
  if (!form) return;
  const kept = (await mine()).filter((one) => one.order === form.dataset.order && one.noun === "record" && !one.refused);
  for (const one of kept) for (const { file } of one.files) thumb(form, file);
}

function complete(form) {
  if ("signed" in form.dataset) {
    const drawn = form.querySelector("[data-signature]")?.dataset.drawn;
    if (!drawn) told(form, "signature");
    return Boolean(drawn);
  }
  if (form.dataset.act !== "completion") return true;
  const photos = Number(form.querySelector("[data-thumbs]")?.dataset.count || 0) > 0;
  const pad = form.querySelector("[data-signature]");
  const signed = !pad || pad.dataset.drawn || "signed" in pad.dataset;
  if (!photos) told(form, "photos");
  if (!signed) told(form, "signature");
  return photos && Boolean(signed);
}

function told(form, name) {
  const field = form.querySelector(`[data-field=${name}]`);
  const error = field?.querySelector(".field-error");
  if (!error) return;
  field.classList.add("is-wrong");
  error.textContent = error.dataset.said;
  field.scrollIntoView({ block: "center" });
}

export function mend(form, name) {
  const field = form?.querySelector(`[data-field=${name}]`);
  field?.classList.remove("is-wrong");
  const error = field?.querySelector(".field-error");
  if (error) error.textContent = "";
}

async function smaller(file) {
  if (!file.type.startsWith("image/") || file.size < 400000 || !window.createImageBitmap) return file;
  try {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, LARGEST_SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.82));
    return blob ? new File([blob], "photo.jpg", { type: "image/jpeg" }) : file;
  } catch {
    return file;
  }
}

async function picture(pad) {
  const blob = await new Promise((done) => pad.toBlob(done, "image/png"));
  return new File([blob], "signature.png", { type: "image/png" });
}

// One sender at a time over all tabs; the server takes each number and id only once in any case.
async function flush() {
  if (!box) return;
  more = true; // what is kept while something is under way goes with the next round, not with the next clock tick
  if (sending) return;
  sending = true;
  try {
    while (more) {
      more = false;
      if (navigator.locks) await navigator.locks.request("liuke-outbox", { ifAvailable: true }, (lock) => lock && sendAll());
      else await sendAll();
    }
  } finally {
    sending = false;
    await show();
  }
}

async function sendAll() {
  const stuck = new Set();
  let sent = 0;
  for (const entry of await mine()) {
    if (entry.refused) stuck.add(entry.order);
    if (stuck.has(entry.order)) continue;
    if (entry.held > Date.now()) break;
    const answer = await send(entry);
    if (answer === "later") break;
    if (answer === "sent") {
      await box.remove(entry.id);
      sent += 1;
    } else {
      entry.refused = answer;
      await box.put(entry);
      stuck.add(entry.order);
    }
  }
  if (sent && !(await mine()).some((one) => !one.refused) && !busy()) await refresh();
}

// Somebody is writing in a form that was not handed in yet. A fold that stands open by itself counts once it is filled.
const filled = (form) => [...form.elements].some((field) => field.type !== "hidden" && field.value && field.value !== field.defaultValue);
const busy = () => {
  const folds = [...document.querySelectorAll("details.fold[open] form")].filter((form) => !form.closest("[data-stays]") || filled(form));
  const touched = [document.activeElement?.closest("input, textarea, select, canvas"), ...document.querySelectorAll("[data-drawn]"), ...folds];
  return touched.some((el) => el && !el.closest("form[data-busy]"));
};

async function send(entry) {
  try {
    if (!entry.number) {
      const fresh = await fetch(panel.dataset.numberUrl, { headers: { Accept: "text/plain" }, redirect: "manual" });
      if (!fresh.ok) return wait(fresh.type === "opaqueredirect" ? 401 : fresh.status);
      entry.number = await fresh.text();
      await box.put(entry); // the same number however often it is sent
    }
    const body = new FormData();
    for (const [name, value] of entry.fields) body.append(name, value);
    for (const { name, file } of entry.files) body.append(name, file, file.name);
    body.append("client_uuid", entry.id);
    body.append("happened_at", entry.at);
    body.append("form_number", entry.number);
    const headers = { Accept: "application/json", "HX-Request": "true", "X-CSRFToken": cookie("csrftoken") };
    const answer = await fetch(entry.url, { method: "POST", body, headers, redirect: "manual" });
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) return (signedOut = false) || "sent";
    return await judged(entry, answer.status, said);
  } catch {
    return "later"; // no signal, or the server is away: it stays here
  }
}

async function judged(entry, status, said) {
  const worn = (said.errors || []).some((one) => one.field === "form_number");
  if (worn && entry.tries < 3) {
    Object.assign(entry, { number: "", tries: entry.tries + 1 });
    await box.put(entry);
    return send(entry);
  }
  if (status === 401 || status === 0 || status === 429 || status >= 500) return wait(status);
  if (status === 403 && !(said.type || "").startsWith("/problems/")) return wait(401); // the page's sign-in is over
  return (said.errors || []).map((one) => one.detail).join(" ") || said.title || String(status);
}

function wait(status) {
  signedOut = status === 401;
  return "later";
}

// The step after the last one kept here is the next, although the server has not heard of it yet.
async function walk() {
  if (!steps) return;
  const kept = (await mine()).filter((one) => one.order === steps.dataset.order && !one.refused).map((one) => one.noun);
  const all = [...steps.querySelectorAll("[data-step]")];
  const passed = all.map((el) => kept.includes(el.dataset.step)).lastIndexOf(true);
  const ended = kept.some((noun) => ["completion", "report", "second-visit", "no-service", "booking"].includes(noun));
  all.forEach((el, place) => (el.hidden = ended || place !== passed + 1));
  steps.querySelector("[data-steps-done]").hidden = !(ended || (kept.length && passed + 1 >= all.length));
  const here = ended ? "" : all[passed + 1]?.dataset.step || "";
  document.querySelectorAll("[data-work]").forEach((el) => (el.hidden = el.dataset.work !== here));
}

async function show() {
  if (!panel) return;
  const entries = await mine();
  const waiting = entries.filter((one) => !one.refused);
  panel.hidden = !entries.length;
  panel.replaceChildren();
  if (waiting.length) {
    const words = navigator.onLine && sending ? panel.dataset.sending : panel.dataset.kept;
    panel.append(line("outbox-count", `${words}${waiting.length}`));
    panel.dataset.count = String(waiting.length);
  } else delete panel.dataset.count;
  if (signedOut) {
    const link = document.createElement("a");
    link.href = `${panel.dataset.signin}?next=${encodeURIComponent(location.pathname)}`;
    link.textContent = panel.dataset.sign;
    panel.append(link);
  }
  for (const one of entries.filter((entry) => entry.refused)) panel.append(refusal(one));
  document.querySelectorAll("[data-stop]").forEach((stop) => {
    const note = stop.querySelector("[data-queued]");
    if (note) note.hidden = !entries.some((one) => one.order === stop.dataset.stop);
  });
}

function refusal(one) {
  const row = line("outbox-refused", `${panel.dataset.refused}${one.order} · ${one.refused} `);
  row.append(
    button(panel.dataset.again, async () => {
      Object.assign(one, { refused: "", number: "", tries: 0 });
      await box.put(one);
      flush();
    }),
    button(panel.dataset.drop, async () => {
      if (!confirm(panel.dataset.askDrop)) return;
      await box.remove(one.id);
      awake();
      await walk();
      await show();
      await refresh();
    }),
  );
  return row;
}

// A discarded act may be done anew.
function awake() {
  for (const form of document.querySelectorAll("form[data-busy]")) {
    delete form.dataset.busy;
    for (const one of form.elements) one.disabled = false; // with the buttons below that belong to it
  }
}

function line(name, text) {
  const el = document.createElement("p");
  el.className = name;
  el.textContent = text;
  return el;
}

function button(text, act) {
  const el = document.createElement("button");
  el.type = "button";
  el.className = "btn btn-sm btn-second";
  el.textContent = text;
  el.addEventListener("click", act);
  return el;
}

// What is typed into the report is kept as well, until it is handed in.
const draftKey = (form) => `liuke-draft:${actor}:${form.dataset.order}:${form.dataset.act}`;

function drafts() {
  for (const form of document.querySelectorAll("[data-work] form[data-act]")) {
    const kept = JSON.parse(localStorage.getItem(draftKey(form)) || "null");
    for (const [name, value] of kept || []) {
      for (const el of form.querySelectorAll(`[name="${CSS.escape(name)}"]:not([type=hidden]):not([type=file])`)) {
        if (el.type === "checkbox" || el.type === "radio") el.checked = el.checked || el.value === value;
        else el.value = value;
      }
    }
    form.addEventListener("input", () => {
      const typed = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !["csrfmiddlewaretoken", "form_number"].includes(name));
      localStorage.setItem(draftKey(form), JSON.stringify(typed));
    });
  }
}

begin();
