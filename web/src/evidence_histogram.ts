// How errors are spread, one small chart a class: bars of 5 %, the outermost hold everything beyond.

import { h, svg } from "./dom";
import { Predicted } from "./evidence_document";
import { tip } from "./tooltip";

const kWidth = 300;
const kHeight = 96;
const kFloor = 20;
const kStep = 0.05;
const kMost = 0.5;
const kBins = Math.round((2 * kMost) / kStep);

export function bin_of(error: number): number {
  return Math.min(kBins - 1, Math.max(0, Math.floor((error + kMost) / kStep + 1e-9)));
}

// Configurations in each bin, by weight.
export function bins(rows: Predicted[]): number[] {
  const counts = new Array<number>(kBins).fill(0);
  for (const row of rows) counts[bin_of(row.error_frac)]! += row.weight;
  return counts;
}

function bin_text(index: number): string {
  const low = Math.round(100 * (index * kStep - kMost));
  if (index === 0) return `below ${low + 5} %`;
  if (index === kBins - 1) return `above ${low} %`;
  return `${low} to ${low + 5} %`;
}

export function histogram(name: string, rows: Predicted[], colour: string): HTMLElement {
  const counts = bins(rows);
  const most = Math.max(...counts, 1e-9);
  const width = kWidth / kBins;
  const bars = counts.map((count, index) => {
    const height = (count / most) * (kHeight - kFloor - 4);
    return svg("rect", { x: index * width + 0.5, width: width - 1, y: kHeight - kFloor - height, height,
      fill: `var(${colour})`, ...tip(bin_text(index), `${count.toFixed(1)} configurations`) });
  });
  const zero = (kBins / 2) * width;
  const labels = [-kMost, 0, kMost].map((error, index) => svg("text", { class: "tick-label", y: kHeight - 6,
    x: [0, zero, kWidth][index]!, "text-anchor": ["start", "middle", "end"][index]! }, `${["\u2212", "", "+"][index]!}${100 * Math.abs(error)} %`));
  const weight = rows.reduce((sum, row) => sum + row.weight, 0);
  return h("div", { class: "histogram" }, h("h3", {}, name, h("small", {}, ` ${rows.length} rows, ${weight.toFixed(0)} configurations`)),
    svg("svg", { viewBox: `0 0 ${kWidth} ${kHeight}`, role: "img", "aria-label": `errors of ${name}` }, ...bars,
      svg("line", { class: "same", x1: zero, x2: zero, y1: 0, y2: kHeight - kFloor }), ...labels));
}
