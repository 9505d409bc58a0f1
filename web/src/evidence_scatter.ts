// Predicted against measured step time, both logarithmic: colour by generation, shape by kind.

import { h, svg } from "./dom";
import { plain, significant } from "./format";
import { Predicted, kind_of } from "./evidence_document";
import { tip } from "./tooltip";

const kWidth = 760;
const kHeight = 780;
const kLeft = 62;
const kBottom = 46;
const kTop = 10;
const kRight = 12;
const kColours = ["--c-blue", "--c-orange", "--c-green", "--c-purple", "--c-red", "--c-teal", "--c-brown", "--c-slate"];
const kBands = [0.2]; // dashed beside the diagonal

export function generations(rows: Predicted[]): string[] {
  return [...new Set(rows.map((row) => row.generation))].sort();
}

export function colour_of(generation: string, all: string[]): string {
  return kColours[all.indexOf(generation) % kColours.length]!;
}

interface Scale {
  x: (seconds: number) => number;
  y: (seconds: number) => number;
  low: number;
  high: number;
}

function scale_of(rows: Predicted[]): Scale {
  const all = rows.flatMap((row) => [row.measured_s, row.predicted_s]);
  const low = Math.log10(Math.min(...all)) - 0.08;
  const high = Math.log10(Math.max(...all)) + 0.08;
  const share = (seconds: number) => (Math.log10(seconds) - low) / (high - low || 1);
  return { low, high, x: (seconds) => kLeft + share(seconds) * (kWidth - kLeft - kRight),
    y: (seconds) => kHeight - kBottom - share(seconds) * (kHeight - kBottom - kTop) };
}

function marks(scale: Scale): number[] {
  const list: number[] = [];
  for (let power = Math.floor(scale.low); power <= Math.ceil(scale.high); power++) {
    for (const digit of scale.high - scale.low > 3 ? [1] : [1, 2, 5]) {
      const value = digit * 10 ** power;
      if (Math.log10(value) >= scale.low && Math.log10(value) <= scale.high) list.push(value);
    }
  }
  return list;
}

function axes(scale: Scale): SVGElement[] {
  const [left, right, top, bottom] = [kLeft, kWidth - kRight, kTop, kHeight - kBottom];
  const lines = marks(scale).flatMap((value) => [
    svg("g", { class: "tick" }, svg("line", { x1: scale.x(value), x2: scale.x(value), y1: top, y2: bottom }),
      svg("text", { x: scale.x(value), y: bottom + 16, "text-anchor": "middle" }, plain(value))),
    svg("g", { class: "tick" }, svg("line", { x1: left, x2: right, y1: scale.y(value), y2: scale.y(value) }),
      svg("text", { x: left - 6, y: scale.y(value) + 4, "text-anchor": "end" }, plain(value)))]);
  return [...lines, svg("text", { class: "tick-label", x: (left + right) / 2, y: kHeight - 6, "text-anchor": "middle" },
    "measured step time, s"), svg("text", { class: "tick-label", "text-anchor": "middle",
    transform: `translate(13 ${(top + bottom) / 2}) rotate(-90)` }, "predicted step time, s")];
}

function diagonal(scale: Scale, factor: number): SVGElement {
  const low = 10 ** scale.low;
  const high = 10 ** scale.high;
  const from = Math.max(low, low / factor);
  const to = Math.min(high, high / factor);
  return svg("line", { class: factor === 1 ? "same" : "same band", x1: scale.x(from), y1: scale.y(from * factor),
    x2: scale.x(to), y2: scale.y(to * factor) });
}

function point(row: Predicted, scale: Scale, colour: string): SVGElement {
  const [x, y] = [scale.x(row.measured_s), scale.y(row.predicted_s)];
  const look = { class: row.fully_sharded ? "dot hollow" : "dot", style: `--dot:var(${colour})`, "data-id": row.id,
    ...tip(`${row.id}  ${row.model}`, `${row.accelerators} x ${row.accelerator}, ${row.setup.software}`,
      `measured ${significant(row.measured_s)} s, predicted ${significant(row.predicted_s)} s`,
      `error ${(100 * row.error_frac).toFixed(1)} %, stated \u00b1${(100 * row.uncertainty_frac).toFixed(0)} %`, row.source) };
  return row.experts ? svg("path", { d: `M${x} ${y - 5}L${x + 5} ${y}L${x} ${y + 5}L${x - 5} ${y}Z`, ...look })
    : svg("circle", { cx: x, cy: y, r: 3.6, ...look });
}

function legend(all: string[]): HTMLElement {
  return h("div", { class: "legend" }, ...all.map((generation) => h("span", {},
    h("i", { style: `--swatch:var(${colour_of(generation, all)})` }), generation)),
    h("span", {}, "\u25cf dense"), h("span", {}, "\u25c6 experts"), h("span", {}, "\u25cb hollow: FSDP"),
    h("span", {}, `dashed: \u00b1${100 * kBands[0]!} %`));
}

export function scatter(rows: Predicted[], all: string[]): (HTMLElement | null)[] {
  if (rows.length === 0) return [h("p", { class: "empty" }, "No row is predicted.")];
  const scale = scale_of(rows);
  const bands = kBands.flatMap((band) => [diagonal(scale, 1 + band), diagonal(scale, 1 / (1 + band))]);
  const dots = rows.map((row) => point(row, scale, colour_of(row.generation, all)));
  return [legend(all), svg("svg", { class: "scatter", viewBox: `0 0 ${kWidth} ${kHeight}`, role: "img", "aria-label":
    `predicted against measured step time of ${rows.length} runs` }, ...axes(scale), ...bands, diagonal(scale, 1),
    ...dots) as unknown as HTMLElement];
}

// Rows of a kind, for the histograms.
export function by_kind(rows: Predicted[]): Map<string, Predicted[]> {
  const map = new Map<string, Predicted[]>();
  for (const row of rows) map.set(kind_of(row), [...(map.get(kind_of(row)) ?? []), row]);
  return new Map([...map].sort(([a], [b]) => a.localeCompare(b)));
}
