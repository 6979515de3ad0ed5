// Bars beside their tables: <div data-chart="name"> draws what the script "chart-data" holds under that name.
"use strict";

const tokens = getComputedStyle(document.documentElement);
const colours = ["--red", "--gold", "--teal", "--blue", "--green", "--grey"].map((name) => tokens.getPropertyValue(name).trim());
const ink = tokens.getPropertyValue("--ink").trim();
const line = tokens.getPropertyValue("--line").trim();
const calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

// Pixels for each name: on a phone no more than its bar has, so that a long name breaks and meets no other.
function room(chart, width) {
  return chart.isFlat ? Math.min(240, width * 0.4) : Math.min(90, (width - 64) / chart.names.length - 4);
}

function option(chart, label, width) {
  const names = { type: "category", data: chart.names, axisLabel: { color: ink, interval: 0, width: room(chart, width), overflow: "break" }, axisTick: { show: false }, inverse: chart.isFlat };
  const figures = { type: "value", minInterval: 1, axisLabel: { color: ink }, splitLine: { lineStyle: { color: line } } };
  return {
    animation: !calm,
    aria: { enabled: true, label: { description: label }, decal: { show: chart.series.length > 1 } },
    color: colours,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 13 },
    grid: { left: 8, right: 24, top: 16, bottom: 8, containLabel: true },
    xAxis: chart.isFlat ? figures : names,
    yAxis: chart.isFlat ? names : figures,
    series: chart.series.map((each) => ({ ...each, type: "bar", stack: "all", barMaxWidth: 36 })),
  };
}

const source = document.getElementById("chart-data");
const charts = source ? JSON.parse(source.textContent) : {};
const drawn = [];
for (const place of document.querySelectorAll("[data-chart]")) {
  const chart = charts[place.dataset.chart];
  if (!chart || !window.echarts) continue;
  if (chart.isFlat) place.style.height = `${chart.names.length * 44 + 48}px`;
  const picture = echarts.init(place);
  picture.setOption(option(chart, place.getAttribute("aria-label"), place.clientWidth));
  place.setAttribute("role", "img");
  drawn.push(picture);
}
window.addEventListener("resize", () => drawn.forEach((picture) => picture.resize()));
