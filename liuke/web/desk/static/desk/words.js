// A text that goes out is checked while it is typed; better words are put in by one click, standard phrases by //.
(() => {
  if (window.wordsChecked) return;
  window.wordsChecked = true;
  const OPENERS = ["//", "；；", ";;"];
  const waiting = new WeakMap();
  const cookie = (name) => document.cookie.split("; ").find((c) => c.startsWith(`${name}=`))?.slice(name.length + 1);
  const boxOf = (element) => element.closest?.("[data-words]");
  const textOf = (box) => box.querySelector("textarea");

  function side() {
    if (document.getElementById("words-side")) return;
    const made = document.createElement("div");
    made.id = "words-side";
    document.body.append(made);
  }

  async function check(box) {
    const area = textOf(box);
    const told = box.querySelector(".words-told");
    const { customer, about } = box.dataset;
    const text = area.value;
    if (!text.trim()) return told.replaceChildren();
    const body = new URLSearchParams({ text, field: area.name, customer, about });
    const answer = await fetch(box.dataset.check, { method: "POST", body, headers: { "X-CSRFToken": cookie("csrftoken") ?? "" } }).catch(() => null);
    if (!answer?.ok || area.value !== text) return;
    told.innerHTML = await answer.text();
    side();
    window.htmx?.process(told);
  }

  function soon(box, after = 300) {
    clearTimeout(waiting.get(box));
    waiting.set(box, setTimeout(() => check(box), after));
  }

  function put(area, from, to, words) {
    area.focus();
    area.setRangeText(words, from, to, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function replaceFound(button) {
    const area = textOf(boxOf(button));
    const characters = [...area.value];
    const at = (n) => characters.slice(0, n).join("").length;
    put(area, at(Number(button.dataset.from)), at(Number(button.dataset.to)), button.dataset.wordsPut);
  }

  function asked(area) {
    const before = area.value.slice(0, area.selectionStart);
    const opener = OPENERS.find((one) => before.lastIndexOf(one) >= Math.max(0, before.length - 12) && !before.endsWith(`:${one}`));
    if (!opener) return null;
    const from = before.lastIndexOf(opener);
    return before[from - 1] === ":" ? null : { from, wanted: before.slice(from + opener.length) };
  }

  async function offer(box) {
    const area = textOf(box);
    const list = box.querySelector(".words-list");
    const wish = asked(area);
    if (!wish) return void (list.hidden = true);
    if (!list.dataset.read) {
      list.dataset.read = "1";
      const { customer, about } = box.dataset;
      const answer = await fetch(`${box.dataset.phrases}?${new URLSearchParams({ customer, about })}`).catch(() => null);
      if (answer?.ok) list.innerHTML = await answer.text();
      else delete list.dataset.read;
    }
    let some = false;
    for (const one of list.querySelectorAll("[data-phrase]")) {
      one.hidden = !one.textContent.includes(wish.wanted.trim());
      some ||= !one.hidden;
    }
    list.hidden = !some;
    list.style.top = `${area.offsetTop + area.offsetHeight}px`;
    choose(list, 0);
  }

  const shown = (list) => [...list.querySelectorAll("[data-phrase]:not([hidden])")];
  const chosen = (list) => shown(list).findIndex((one) => one.getAttribute("aria-selected") === "true");

  function choose(list, n) {
    const all = shown(list);
    all.forEach((one, k) => one.setAttribute("aria-selected", k === (n + all.length) % all.length));
    if (!list.hidden) all[(n + all.length) % all.length]?.scrollIntoView({ block: "nearest" });
  }

  function take(box, phrase) {
    const area = textOf(box);
    const wish = asked(area);
    box.querySelector(".words-list").hidden = true;
    if (wish && phrase) put(area, wish.from, area.selectionStart, phrase.textContent);
  }

  document.addEventListener("input", (event) => {
    const box = boxOf(event.target);
    if (!box || event.target !== textOf(box)) return;
    soon(box);
    offer(box);
  });
  document.addEventListener("keydown", (event) => {
    const box = boxOf(event.target);
    const list = box?.querySelector(".words-list");
    if (!list || list.hidden || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) choose(list, chosen(list) + step);
    else if (event.key === "Enter" || event.key === "Tab") take(box, shown(list)[Math.max(0, chosen(list))]);
    else if (event.key === "Escape") list.hidden = true;
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-words-put]");
    const phrase = event.target.closest("[data-phrase]");
    if (button) replaceFound(button);
    else if (phrase) take(boxOf(phrase), phrase);
    else document.querySelectorAll(".words-list:not([hidden])").forEach((list) => list.contains(event.target) || (list.hidden = true));
  });
  const begin = () => document.querySelectorAll("[data-words]").forEach((box) => textOf(box).value.trim() && check(box));
  document.addEventListener("htmx:responseError", () => setTimeout(begin, 50));
  begin();
})();
