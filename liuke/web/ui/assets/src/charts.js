// Charts from <script type="application/json">: {kind, unit, labels, series: [{name, values, links?}]}; a table stands beside each.
import { BarChart, LineChart, PieChart } from "echarts/charts";
import { AriaComponent, GridComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { LabelLayout } from "echarts/features";
import { CanvasRenderer } from "echarts/renderers";

use([BarChart, LineChart, PieChart, AriaComponent, GridComponent, TooltipComponent, LabelLayout, CanvasRenderer]);
const LIGHT = ["#3559c7", "#c2571a", "#0f7f78", "#8a4fb5", "#6b7280"]; // told apart by the colour-blind too
const DARK = ["#8fa8ff", "#f0985c", "#4cc3ba", "#c79be8", "#a3abba"];
const drawn = new Map();

window.liukeCharts = (root) => {
  for (const [el, chart] of drawn) if (!el.isConnected) chart.dispose(), drawn.delete(el);
  for (const el of root.querySelectorAll("[data-chart]")) if (!drawn.has(el)) draw(el);
};
const sized = new ResizeObserver((entries) => entries.forEach(({ target }) => drawn.get(target)?.resize()));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  for (const [el, chart] of drawn) chart.dispose(), drawn.delete(el), draw(el);
});

function draw(el) {
  const data = JSON.parse(document.getElementById(el.dataset.chart).textContent);
  const chart = init(el, null, { renderer: "canvas" });
  drawn.set(el, chart);
  sized.observe(el);
  chart.setOption(data.kind === "pie" ? pie(data) : axes(data));
  chart.on("click", (hit) => {
    const link = data.series[hit.seriesIndex]?.links?.[hit.dataIndex];
    if (link) location.href = link;
  });
}

function look() {
  const style = getComputedStyle(document.body);
  const dark = document.documentElement.dataset.bsTheme === "dark";
  return {
    color: dark ? DARK : LIGHT,
    ink: style.getPropertyValue("--ink").trim(),
    faint: style.getPropertyValue("--faint").trim(),
    line: style.getPropertyValue("--line").trim(),
    ground: style.getPropertyValue("--surface").trim(),
    font: style.fontFamily,
  };
}

function axes({ kind, unit = "", labels, series, horizontal }) {
  const { color, ink, faint, line, font, ground } = look();
  const names = { type: "category", data: labels, axisLabel: { color: faint, hideOverlap: true }, axisLine: { lineStyle: { color: line } }, axisTick: { show: false } };
  const whole = series.every((one) => one.values.every((value) => value == null || Number.isInteger(value)));
  const values = { type: "value", minInterval: whole ? 1 : 0, min: kind === "bar" ? 0 : undefined, scale: kind === "line", axisLabel: { color: faint }, splitLine: { lineStyle: { color: line } } };
  if (horizontal) names.inverse = true;
  const many = series.length > 1;
  return {
    animation: false,
    color,
    aria: { enabled: true },
    textStyle: { fontFamily: font, color: ink },
    grid: { left: 8, right: many && kind === "line" ? 72 : 24, top: 16, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    tooltip: { trigger: "axis", renderMode: "richText", backgroundColor: ground, borderColor: line, textStyle: { color: ink }, valueFormatter: (v) => (v == null ? "–" : `${v} ${unit}`) },
    xAxis: horizontal ? values : names,
    yAxis: horizontal ? names : values,
    series: series.slice(0, 5).map((one, n) => ({
      name: one.name,
      type: kind,
      data: one.values,
      barMaxWidth: 28,
      symbol: ["circle", "rect", "triangle", "diamond", "roundRect"][n],
      symbolSize: 6,
      label: kind === "bar" && !many ? { show: true, position: horizontal ? "right" : "top", color: ink } : undefined,
      endLabel: kind === "line" && many ? { show: true, formatter: "{a}", color: "inherit" } : undefined,
      labelLayout: { moveOverlap: "shiftY" },
      itemStyle: kind === "bar" ? { borderRadius: 2 } : undefined,
      emphasis: { focus: "series" },
    })),
  };
}

function pie({ unit = "", labels, series }) {
  const { color, ink, font } = look();
  return {
    animation: false,
    color,
    aria: { enabled: true },
    textStyle: { fontFamily: font },
    tooltip: { renderMode: "richText", valueFormatter: (v) => `${v} ${unit}` },
    series: [{ type: "pie", radius: ["48%", "72%"], label: { color: ink, formatter: "{b} {c}" }, data: labels.map((name, n) => ({ name, value: series[0].values[n] })) }],
  };
}
