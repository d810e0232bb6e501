import htmx from "htmx.org";
import { keys } from "./keys.js";
import { forms } from "./forms.js";
import { times } from "./times.js";
import { rows } from "./rows.js";
import { menus } from "./menus.js";
import { charts } from "./chart_loader.js";

window.htmx = htmx;
Object.assign(htmx.config, {
  allowEval: false,
  allowScriptTags: false,
  includeIndicatorStyles: false,
  selfRequestsOnly: true,
  historyCacheSize: 0,
  scrollBehavior: "instant",
  defaultSettleDelay: 0,
  // Refusals come as fragments that say what is wrong, so they are shown, not swallowed.
  responseHandling: [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "[45]..", swap: true, error: true },
  ],
});

for (const begin of [keys, forms, times, rows, menus, charts]) begin(htmx);

const signal = () => document.body.classList.toggle("is-offline", !navigator.onLine);
addEventListener("online", signal);
addEventListener("offline", signal);
signal();

if ("serviceWorker" in navigator && document.body.dataset.worker) {
  navigator.serviceWorker.register(document.body.dataset.worker, { scope: "/field/" });
}
