// One time axis under several charts: a drag on any of them zooms all, and the step of what is drawn (hour, day,
// week) follows the zoom. Times are the campus's own clock, without a time zone.

import { h } from "./dom";
import { date_text } from "./format";
import { LegendItem, Plot, x_axis, y_axis, y_range } from "./plot";
import { Table } from "./series";
import { colour } from "./colours";

const kDay = 86400;
const kHourlyBelow = 62 * kDay;
const kDailyBelow = 3.1 * 366 * kDay;

export interface TimeChart {
  title: string;
  unit: string;
  height: number;
  legend: (width: () => number) => LegendItem[];
  data: (width: number) => uPlot.Data; // without the time axis
  series: uPlot.SeriesOptions[];
  bands?: uPlot.Options["bands"];
  from_zero?: boolean;
}

function time_marks(chart: uPlot, splits: number[], _axis: number, _space: number, step: number): string[] {
  const { min, max } = chart.scales.x!;
  const last = max - 0.025 * (max - min); // a mark beyond would be cut
  return splits.map((time, index) => (time > last ? "" : mark_text(time, step, index === 0)));
}

// The mark of `time` on an axis with a mark every `step` seconds: year, month, day or hour, with what is above it
// where that begins.
export function mark_text(time: number, step: number, first: boolean): string {
  const [day, month, year, clock] = date_text(time).split(" ");
  if (step >= 360 * kDay) return year!;
  if (step >= 28 * kDay) return first || month === "Jan" ? `${month} ${year}` : month!;
  if (step >= kDay) return first ? `${day} ${month} ${year}` : `${day} ${month}`;
  return clock === "00:00" ? `${day} ${month}` : first ? `${day} ${month} ${clock}` : clock!;
}

export class TimeAxis {
  readonly plots: Plot[] = [];
  readonly range: { min: number; max: number };
  width = 1; // steps in one drawn point
  onchange: () => void = () => undefined;
  onhover: (text: string) => void = () => undefined;

  constructor(readonly table: Table, private readonly key: string, private readonly marks: number[] = []) {
    this.range = { min: table.start_s, max: table.end_s() };
    this.width = this.fitting_width();
  }

  add(chart: TimeChart): Plot {
    const plot = new Plot({
      title: chart.title, unit: chart.unit, height: chart.height, legend: chart.legend(() => this.width),
      data: () => [this.table.axis(this.width), ...chart.data(this.width)],
      options: {
        series: [{}, ...chart.series], bands: chart.bands, axes: [x_axis({ space: 74, values: time_marks }), y_axis(chart.unit)],
        padding: [8, 12, 0, 0], tzDate: (time) => uPlot.tzDate(new Date(time * 1000), "Etc/UTC"),
        scales: { x: { time: true, range: () => [this.range.min, this.range.max] },
          y: { range: chart.from_zero ? (_, low, high) => [1.04 * Math.min(0, low ?? 0), 1.06 * (high ?? 1)] : y_range } },
        cursor: { sync: { key: this.key, scales: ["x", null] }, y: false, points: chart.from_zero ? { show: false } : { size: 6 },
          drag: { x: true, y: false, setScale: false },
          bind: { dblclick: () => () => { this.reset(); return null; } } },
        hooks: { setSelect: [(u) => this.selected(u)], draw: [(u) => this.draw_marks(u)],
          setCursor: [(u) => this.hovered(u)] },
      },
    });
    this.plots.push(plot);
    return plot;
  }

  set_range(min: number, max: number): void {
    const least = Math.min(12 * this.table.step_s, this.table.end_s() - this.table.start_s);
    const span = Math.max(max - min, least);
    this.range.min = Math.max(this.table.start_s, Math.min(min, this.table.end_s() - span));
    this.range.max = Math.min(this.table.end_s(), this.range.min + span);
    this.width = this.fitting_width();
    for (const plot of this.plots) {
      plot.refresh();
      plot.chart?.setScale("x", this.range);
    }
    this.onchange();
  }

  reset(): void {
    this.set_range(this.table.start_s, this.table.end_s());
  }

  pan(share: number): void {
    const shift = share * (this.range.max - this.range.min);
    this.set_range(this.range.min + shift, this.range.max + shift);
  }

  zoom(factor: number): void {
    const middle = (this.range.min + this.range.max) / 2;
    const half = (factor * (this.range.max - this.range.min)) / 2;
    this.set_range(middle - half, middle + half);
  }

  // What one drawn point stands for, in words.
  resolution(): string {
    const seconds = this.width * this.table.step_s;
    if (this.width === 1) return seconds === 3600 ? "hourly values" : `values every ${seconds / 3600} h`;
    return `${seconds === kDay ? "daily" : "weekly"} means; bands: least to greatest`;
  }

  private fitting_width(): number {
    const span = this.range.max - this.range.min;
    const steps_of = (seconds: number) => Math.max(1, Math.round(seconds / this.table.step_s));
    return span <= kHourlyBelow ? 1 : span <= kDailyBelow ? steps_of(kDay) : steps_of(7 * kDay);
  }

  private selected(chart: uPlot): void {
    const { left, width } = chart.select;
    if (width < 4) return;
    const [min, max] = [chart.posToVal(left, "x"), chart.posToVal(left + width, "x")];
    for (const plot of this.plots) plot.chart?.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
    this.set_range(min, max);
  }

  private hovered(chart: uPlot): void {
    const index = chart.cursor.left >= 0 ? chart.cursor.idx : null;
    const time = index === null || index === undefined ? undefined : chart.data[0]![index];
    this.onhover(time === undefined || time === null ? "" : date_text(time, this.width === 1));
  }

  private draw_marks(chart: uPlot): void {
    const visible = this.marks.filter((time) => time > this.range.min && time < this.range.max);
    if (visible.length > 60) return;
    const { ctx, bbox } = chart;
    ctx.save();
    ctx.strokeStyle = colour("--muted");
    ctx.setLineDash([2, 4]);
    ctx.beginPath();
    for (const time of visible) {
      const x = Math.round(chart.valToPos(time, "x", true)) + 0.5;
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
    }
    ctx.stroke();
    ctx.restore();
  }
}

export function time_toolbar(axis: TimeAxis, jumps: { title: string; time: number }[]): HTMLElement {
  const state = h("span", { class: "note" });
  const hover = h("span", { class: "hover-time" });
  const update = () => {
    state.textContent = `${date_text(axis.range.min, false)} \u2013 ${date_text(axis.range.max - 1, false)}, ${
      axis.resolution()}`;
  };
  axis.onchange = update;
  axis.onhover = (text) => { hover.textContent = text; };
  update();
  const button = (title: string, action: () => void, hint: string) =>
    h("button", { class: "quiet", click: action, title: hint }, title);
  const week = 3.5 * kDay;
  return h("div", { class: "toolbar" },
    button("Whole horizon", () => axis.reset(), "Show everything (double click on a chart)"),
    ...jumps.map((jump) => button(jump.title, () => axis.set_range(jump.time - week, jump.time + week),
      `The week around ${date_text(jump.time)}`)),
    button("\u2212", () => axis.zoom(2), "Zoom out"), button("+", () => axis.zoom(0.5), "Zoom in"),
    button("\u2039", () => axis.pan(-0.5), "Earlier"), button("\u203a", () => axis.pan(0.5), "Later"),
    state, hover);
}
