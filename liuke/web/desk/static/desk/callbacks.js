// Keys 1 2 3 for reached, not reached, call later, 4 for all well; questions that depend on an answer; answers outlive a reload.
(() => {
  const form = document.getElementById("answers");
  const key = `callback:${form?.dataset.draft}`;
  const fields = () => [...form.querySelectorAll("input:not([type=hidden]), textarea")];

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.target.closest("input:not([type=radio]), textarea, select")) return;
    const button = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });

  if (!form) return;
  const ask = () =>
    form.querySelectorAll("[data-only-if]").forEach((question) => {
      const given = form.querySelector(`[name="${CSS.escape(question.dataset.onlyIf)}"]:checked`);
      question.hidden = given?.value !== "yes";
      if (question.hidden) question.querySelectorAll("input:checked").forEach((el) => (el.checked = false));
    });
  const keep = () => {
    const given = fields().filter((el) => el.name && (el.type !== "radio" || el.checked)).map((el) => [el.name, el.value]);
    sessionStorage.setItem(key, JSON.stringify(given));
  };
  for (const [name, value] of JSON.parse(sessionStorage.getItem(key) || "[]")) {
    for (const el of fields().filter((one) => one.name === name)) {
      if (el.type === "radio") el.checked ||= el.value === value;
      else el.value ||= value;
    }
  }
  form.querySelector("[data-all-well]")?.addEventListener("click", () => {
    for (const name of ["solved", "attitude_good", "satisfied"]) form.querySelector(`[name=${name}][value=yes]`)?.click();
    const charged = form.querySelector("[name=charged]");
    if (charged) charged.value = "0";
    charged?.dispatchEvent(new Event("change", { bubbles: true }));
    form.querySelector("[name=words]")?.focus();
  });
  ask();
  form.addEventListener("change", () => (ask(), keep()));
  form.addEventListener("input", keep);
  addEventListener("load", () => sessionStorage.getItem(key) && document.body.dispatchEvent(new Event("restored")));
  document.addEventListener("htmx:afterRequest", (event) => {
    const { elt, successful, xhr } = event.detail;
    if (elt.id === "reached" && successful) form.querySelector(".question input")?.focus();
    if (elt.id === "answers" && xhr.getResponseHeader("HX-Redirect")) sessionStorage.removeItem(key);
  });
})();
