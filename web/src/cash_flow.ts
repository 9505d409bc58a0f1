// Yearly money: income up, spending down, and the running total as a line.

import { h, svg } from "./dom";
import { dollars } from "./format";
import { CashFlowYear } from "./result";
import { tip } from "./tooltip";

const kWidth = 1320;
const kHeight = 330;
const kLeft = 74;
const kTop = 12;
const kBottom = 26;

const kParts: { key: keyof CashFlowYear; label: string; variable: string; sign: number }[] = [
  { key: "revenue_usd", label: "Revenue", variable: "--c-green", sign: 1 },
  { key: "capex_usd", label: "Capital", variable: "--c-blue", sign: -1 },
  { key: "opex_usd", label: "Operation", variable: "--c-orange", sign: -1 },
  { key: "tax_usd", label: "Tax", variable: "--c-grey", sign: -1 },
];

interface Bar {
  from: number;
  to: number;
  variable: string;
  label: string;
  value: number;
}

// Bars of one year; a cost is drawn downward whether the document gives it as positive or negative.
function bars_of(year: CashFlowYear): Bar[] {
  let down = 0;
  return kParts.flatMap((part) => {
    const given = Number(year[part.key] ?? 0);
    if (given === 0) return [];
    if (part.sign > 0) return [{ from: 0, to: given, variable: part.variable, label: part.label, value: given }];
    const size = Math.abs(given);
    const bar = { from: down, to: down - size, variable: part.variable, label: part.label, value: size };
    down -= size;
    return [bar];
  });
}

// Round marks between two values, about eight, 1, 2, 2.5 or 5 times a power of ten apart.
export function ticks(low: number, high: number): number[] {
  const raw = Math.max((high - low) / 8, 1e-9);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= raw) ?? 10);
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.max(0, Math.floor(high / step) - first + 1) }, (_, i) => (first + i) * step);
}

export function cash_flow_chart(years: CashFlowYear[]): HTMLElement {
  const bars = years.map(bars_of);
  const edges = [0, ...bars.flat().flatMap((bar) => [bar.from, bar.to]), ...years.map((y) =>
    y.cumulative_usd ?? 0)];
  const [low, high] = [Math.min(...edges), Math.max(...edges)];
  const y = (value: number) => kTop + ((high - value) / (high - low || 1)) * (kHeight - kTop - kBottom);
  const slot = (kWidth - kLeft - 10) / years.length;
  const x = (index: number) => kLeft + index * slot;
  const width = Math.min(46, slot * 0.6);
  const line = years.map((year, i) => (year.cumulative_usd === undefined ? null
    : `${(x(i) + slot / 2).toFixed(1)},${y(year.cumulative_usd).toFixed(1)}`)).filter((point) => point !== null);
  const drawing = svg("svg", { viewBox: `0 0 ${kWidth} ${kHeight}`, class: "cash", role: "img",
    "aria-label": "Cash flow in US dollars a year" },
    ...ticks(low, high).map((value) => svg("g", { class: value === 0 ? "tick zero" : "tick" },
      svg("line", { x1: kLeft, x2: kWidth - 10, y1: y(value), y2: y(value) }),
      svg("text", { x: kLeft - 8, y: y(value) + 4, "text-anchor": "end" }, dollars(value)))),
    ...bars.flatMap((list, i) => list.map((bar) => svg("rect", { x: x(i) + (slot - width) / 2,
      y: y(Math.max(bar.from, bar.to)), width, height: Math.max(0.5, Math.abs(y(bar.from) - y(bar.to))),
      fill: `var(${bar.variable})`, ...tip(`${years[i]!.year}: ${bar.label}`, dollars(bar.value, 4)) }))),
    line.length > 1 ? svg("polyline", { points: line.join(" "), class: "cumulative" }) : null,
    ...years.map((year, i) => svg("text", { x: x(i) + slot / 2, y: kHeight - 8, "text-anchor": "middle",
      class: "tick-label" }, years.length > 24 && i % 2 ? "" : String(year.year))));
  return h("div", {}, h("div", { class: "legend" }, ...kParts.map((part) => h("span", {},
    h("i", { style: `--swatch:var(${part.variable})` }), part.label)),
    h("span", {}, h("i", { class: "dashed", style: "--swatch:var(--ink)" }), "Running total"),
    h("span", { class: "note" }, `US dollars a year, ${years.length} years`)),
    h("div", { class: "scroll" }, drawing));
}
