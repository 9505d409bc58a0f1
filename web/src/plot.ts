// One uPlot chart in the house style: own legend with live values, colours from the theme, width of its place.

import { colour } from "./colours";
import { h } from "./dom";
import { axis_marks, significant } from "./format";
import { on_theme_change } from "./theme";

export const kPrintWidth = 690; // CSS pixels of A4 less its margins
const kFont = "11px system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";

// Charts made while the page is being printed (tabs never opened) take the paper's width at once.
let printing = false;
window.addEventListener("beforeprint", () => { printing = true; });
window.addEventListener("afterprint", () => { printing = false; });

export interface LegendItem {
  label: string;
  variable: string;
  unit: string;
  dashed?: boolean;
  value: (index: number) => number | null | undefined;
}

export interface PlotOptions {
  title: string;
  unit: string;
  height: number;
  legend: LegendItem[];
  data: () => uPlot.Data;
  options: Omit<uPlot.Options, "width" | "height">;
}

export function y_axis(label: string): uPlot.Axis {
  return { scale: "y", size: 58, label, labelSize: 18, labelFont: kFont, font: kFont,
    stroke: () => colour("--muted"), grid: { stroke: () => colour("--grid"), width: 1 },
    ticks: { stroke: () => colour("--grid"), width: 1, size: 4 },
    values: (_, splits) => axis_marks(splits) };
}

export function x_axis(extra: uPlot.Axis = {}): uPlot.Axis {
  return { scale: "x", font: kFont, labelFont: kFont, stroke: () => colour("--muted"),
    grid: { stroke: () => colour("--grid"), width: 1 },
    ticks: { stroke: () => colour("--grid"), width: 1, size: 4 }, size: 26, gap: 4, ...extra };
}

// Zero belongs to the axis unless all values lie in its upper half.
export function y_range(_: uPlot, low: number | null, high: number | null): [number, number] {
  if (low === null || high === null || (low === 0 && high === 0)) return [0, 1];
  const span = Math.max(high - low, 1e-9 * Math.max(Math.abs(high), Math.abs(low)), 1e-12);
  const from = low > 0 && low < 0.5 * high ? 0 : low >= 0 ? Math.max(0, low - 0.08 * span) : low - 0.08 * span;
  const above = high + 0.06 * span;
  return [from, above];
}

export class Plot {
  readonly element: HTMLElement;
  chart: uPlot | null = null;
  private readonly holder = h("div", { class: "plot-area" });
  private readonly values: HTMLElement[];
  private before_print: number | null = null;

  constructor(private readonly spec: PlotOptions) {
    this.values = spec.legend.map(() => h("b"));
    this.element = h("div", { class: "plot" },
      h("div", { class: "plot-head" }, h("h3", {}, spec.title, spec.unit ? h("small", {}, spec.unit) : null),
        h("div", { class: "legend" }, ...spec.legend.map((item, index) => h("span", {}, item.label
          ? h("i", { class: item.dashed ? "dashed" : "", style: `--swatch:var(${item.variable})` }) : null,
          item.label || null, this.values[index])))),
      this.holder);
    new ResizeObserver(() => this.fit(this.holder.clientWidth)).observe(this.holder);
    if (printing) this.fit(kPrintWidth);
    on_theme_change(() => this.chart?.redraw(false, true));
    window.addEventListener("beforeprint", () => {
      this.before_print = this.holder.clientWidth;
      this.fit(kPrintWidth);
    });
    window.addEventListener("afterprint", () => this.fit(this.before_print ?? 0));
  }

  refresh(): void {
    this.chart?.setData(this.spec.data(), false);
  }

  private fit(width: number): void {
    if (width < 50) return;
    const size = { width: Math.floor(width), height: this.spec.height };
    if (this.chart) {
      this.chart.setSize(size);
      return;
    }
    const options = this.spec.options;
    this.chart = new uPlot({ ...options, ...size, legend: { show: false },
      hooks: { ...options.hooks, setCursor: [(chart) => this.show(chart), ...(options.hooks?.setCursor ?? [])] } },
      this.spec.data(), this.holder);
  }

  private show(chart: uPlot): void {
    const index = chart.cursor.left >= 0 ? chart.cursor.idx : null;
    this.spec.legend.forEach((item, i) => {
      const value = index === null || index === undefined ? null : item.value(index);
      this.values[i]!.textContent = value === null || value === undefined ? "" : significant(value, 4);
    });
  }
}
