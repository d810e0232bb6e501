// The chart library is fetched only where a chart is.
let asked = false;

export function charts(htmx) {
  htmx.onLoad((root) => {
    const chart = root.querySelector?.("[data-chart]") || document.querySelector("[data-chart]");
    if (!chart) return;
    if (asked) return void window.liukeCharts?.(document);
    asked = true;
    const script = document.createElement("script");
    script.src = chart.dataset.script;
    script.onload = () => window.liukeCharts(document);
    document.head.append(script);
  });
}
