// Countdowns and "ago" tick every 30 seconds, in tabular figures, without moving anything.
export function times() {
  setInterval(tick, 30000);
  document.addEventListener("visibilitychange", () => document.hidden || tick());
}

const zh = () => document.documentElement.lang.startsWith("zh");

function span(ms) {
  const minutes = Math.floor(Math.abs(ms) / 60000);
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const days = Math.floor(hours / 24);
  if (days >= 2) return zh() ? `${days} 天` : `${days} days`;
  if (days) return zh() ? `${hours} 小时` : `${hours} h`;
  if (hours) return zh() ? `${hours} 小时${rest ? ` ${rest} 分` : ""}` : `${hours} h${rest ? ` ${rest} min` : ""}`;
  if (!minutes) return zh() ? "不到 1 分" : "under a minute";
  return zh() ? `${minutes} 分` : `${minutes} min`;
}

function tick() {
  const now = Date.now();
  for (const el of document.querySelectorAll("time[data-left], time[data-ago]")) {
    const left = Date.parse(el.dateTime) - now;
    const said = span(left);
    if ("ago" in el.dataset) put(el, zh() ? `${said}前` : `${said} ago`);
    else if (left <= 0) put(el, zh() ? `超时 ${said}` : `${said} late`);
    else put(el, zh() ? `还剩 ${said}` : `${said} left`);
  }
  for (const el of document.querySelectorAll(".promise[data-due]")) turn(el, Date.parse(el.dataset.due) - now);
}

function put(el, text) {
  if (el.textContent !== text) el.textContent = text;
}

// A promise that turned soon or late while the page was open changes its icon and word with its colour.
function turn(el, left) {
  const was = el.dataset.state;
  if (!["due", "soon", "late"].includes(was)) return;
  const is = left <= 0 ? "late" : left <= 3600000 ? "soon" : "due";
  if (is === was) return;
  el.dataset.state = is;
  const mark = el.querySelector(".state");
  if (!mark) return;
  mark.className = `state state-${is}`;
  const use = mark.querySelector("use");
  use?.setAttribute("href", use.getAttribute("href").replace(/#.*/, { due: "#clock", soon: "#hourglass", late: "#alert-triangle" }[is]));
  const word = mark.querySelector(".state-word");
  const words = JSON.parse(document.getElementById("page-words")?.textContent || "{}");
  if (word && words[is]) word.textContent = words[is];
}
