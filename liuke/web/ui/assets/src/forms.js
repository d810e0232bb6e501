// Forms keep what was typed: refusals are written beside the fields, leaving with unsaved text asks, a click counts once.
const unsaved = new Set();
const fresh = () => fetch("/form-number/").then((answer) => (answer.ok ? answer.text() : Promise.reject(answer)));
const numbers = new WeakMap();
const cookie = (name) => document.cookie.split("; ").find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1) || "";

export function forms() {
  document.addEventListener("input", changed);
  document.addEventListener("submit", sent, true);
  document.addEventListener("invalid", shown, true);
  addEventListener("beforeunload", (event) => {
    for (const form of unsaved) if (!form.isConnected) unsaved.delete(form);
    if (unsaved.size) event.preventDefault();
  });
  addEventListener("pageshow", (event) => event.persisted && document.querySelectorAll("[name=form_number]").forEach(renew));
  document.addEventListener("htmx:confirm", numbered);
  document.addEventListener("htmx:configRequest", signed);
  document.addEventListener("htmx:afterRequest", answered);
  document.addEventListener("htmx:sendError", () => say(words().offline));
  document.addEventListener("htmx:timeout", () => say(words().offline));
  document.addEventListener("liuke:fault", (event) => beside(event.detail.fields || {}));
  place();
}

function words() {
  return JSON.parse(document.getElementById("page-words")?.textContent || "{}");
}

function say(text) {
  const where = document.getElementById("faults");
  if (!where) return;
  const note = document.createElement("div");
  note.className = "fault";
  note.setAttribute("role", "alert");
  note.textContent = text;
  where.replaceChildren(note);
}

function changed(event) {
  const form = event.target.closest("form[method=post]");
  if (form && !form.hasAttribute("data-fleeting")) unsaved.add(form);
  const field = event.target.closest(".field.is-wrong");
  if (field) clear(field);
}

// A plain form: remember the place and let a second click find the button asleep.
function sent(event) {
  const form = event.target;
  if (form.method !== "post") return;
  unsaved.delete(form);
  sessionStorage.setItem("place", JSON.stringify([location.pathname, scrollY]));
  if (form.hasAttribute("hx-post")) return;
  setTimeout(() => form.querySelectorAll("button[type=submit]").forEach((button) => (button.disabled = true)));
  setTimeout(() => form.querySelectorAll("button[type=submit]").forEach((button) => (button.disabled = false)), 8000);
}

// A button that posts without a form, or nothing of its form, gets its one-time number just before.
function numbered(event) {
  const { elt, verb, issueRequest } = event.detail;
  const alone = elt.getAttribute("hx-params") === "none" || !elt.closest("form")?.querySelector("[name=form_number]");
  if (!verb || verb === "get" || !alone) return;
  event.preventDefault();
  fresh().then((number) => {
    numbers.set(elt, number);
    issueRequest(true);
  }, () => say(words().offline));
}

function renew(input) {
  fresh().then((number) => (input.value = number), () => {});
}

function signed(event) {
  if (event.detail.verb === "get") return;
  const { headers, parameters } = event.detail;
  const token = cookie("csrftoken");
  if (token) headers["X-CSRFToken"] = parameters.csrfmiddlewaretoken = token; // a new sign-in elsewhere changed it
  const own = numbers.get(event.detail.elt);
  if (!parameters.form_number && own) headers["X-Form-Number"] = own;
  numbers.delete(event.detail.elt);
}

function answered(event) {
  const form = event.detail.elt.closest?.("form");
  if (!form) return;
  if (event.detail.successful) {
    document.getElementById("faults")?.replaceChildren();
    unsaved.delete(form);
    const used = form.isConnected && form.querySelector("[name=form_number]");
    if (used && event.detail.requestConfig?.verb !== "get" && !event.detail.xhr.getResponseHeader("HX-Redirect")) renew(used);
  } else if (event.detail.requestConfig?.verb !== "get") {
    unsaved.add(form);
  }
}

function beside(fields) {
  document.querySelectorAll(".field.is-wrong").forEach(clear);
  let first;
  let elsewhere = false;
  for (const [name, text] of Object.entries(fields)) {
    const input = document.querySelector(`[name="${CSS.escape(name)}"]:not([type=hidden])`);
    const field = input?.closest(".field");
    if (!field) {
      elsewhere = true;
      continue;
    }
    field.classList.add("is-wrong");
    field.querySelector(".field-error").textContent = text;
    input.setAttribute("aria-invalid", "true");
    first ||= input;
  }
  const above = document.querySelector("#faults .fault p");
  if (first && !elsewhere && Object.values(fields).includes(above?.textContent.trim())) above.closest(".fault").remove();
  first?.focus();
}

function clear(field) {
  field.classList.remove("is-wrong");
  field.querySelectorAll("[aria-invalid]").forEach((el) => el.removeAttribute("aria-invalid"));
  const error = field.querySelector(".field-error");
  if (error) error.textContent = "";
}

// The browser's own bubbles are replaced by the same line beside the field.
function shown(event) {
  const field = event.target.closest(".field");
  const error = field?.querySelector(".field-error");
  if (!error) return;
  event.preventDefault();
  field.classList.add("is-wrong");
  event.target.setAttribute("aria-invalid", "true");
  error.textContent = event.target.dataset.mend || event.target.validationMessage;
  const form = event.target.form;
  if (form && !form.dataset.told) {
    form.dataset.told = "1";
    event.target.focus();
    setTimeout(() => delete form.dataset.told);
  }
}

// Saving comes back to the same place of the same page.
function place() {
  const [path, y] = JSON.parse(sessionStorage.getItem("place") || "[]");
  sessionStorage.removeItem("place");
  if (path === location.pathname && !location.hash) scrollTo(0, y);
}
