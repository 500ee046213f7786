// Draws each [data-chart] from the JSON of the same name with ECharts, and folds its table away.
// Colours stand in the option as "--fq-…" and are read from the page, so that dark pages have dark charts.
const style = () => getComputedStyle(document.documentElement);

function colour(value, css) {
  if (typeof value === "string" && value.startsWith("--fq-")) return css.getPropertyValue(value).trim();
  if (Array.isArray(value)) return value.map((one) => colour(one, css));
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, colour(one, css)]));
  }
  return value;
}

function look(css) {
  const text = { fontFamily: css.getPropertyValue("--fq-sans").trim(), fontSize: 13, color: css.getPropertyValue("--fq-ink-2").trim() };
  const line = { lineStyle: { color: css.getPropertyValue("--fq-line").trim() } };
  const axis = { axisLine: line, axisTick: { show: false }, axisLabel: text, splitLine: line };
  return {
    textStyle: text, categoryAxis: { ...axis, splitLine: { show: false } }, valueAxis: axis,
    legend: { textStyle: text, itemWidth: 14, itemHeight: 10 },
    tooltip: { backgroundColor: css.getPropertyValue("--fq-surface").trim(), borderColor: css.getPropertyValue("--fq-edge").trim(), textStyle: text },
  };
}

function draw(box) {
  const option = JSON.parse(document.getElementById(box.dataset.chart).textContent);
  const css = style();
  const table = box.parentElement.querySelector("details");
  if (box.hidden && table) table.open = false;
  box.hidden = false;
  echarts.getInstanceByDom(box)?.dispose();
  const chart = echarts.init(box, look(css), { renderer: "canvas" });
  const tooltip = { renderMode: "richText", ...option.tooltip }; // HTML tooltips would need inline styles
  chart.setOption(colour({ animation: false, ...option, tooltip }, css));
}

if (window.echarts) {
  const boxes = document.querySelectorAll("[data-chart]");
  const all = () => boxes.forEach(draw);
  all();
  document.addEventListener("themechange", all);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", all);
  let later;
  addEventListener("resize", () => {
    clearTimeout(later);
    later = setTimeout(() => boxes.forEach((box) => echarts.getInstanceByDom(box)?.resize()), 150);
  });
}
