// A column of the hourly table as hour of the day against day, on a canvas.

import { ramp } from "./colours";
import { h } from "./dom";
import { date_text, pretty_unit, with_unit } from "./format";
import { Series, Table } from "./series";
import { hide_tooltip, show_tooltip } from "./tooltip";

const kMostColumns = 2000;
const kDay = 86400;

interface Grid {
  columns: number;
  rows: number; // steps in a day
  days_per_column: number;
  values: Float64Array; // column-major, NaN for no value
  low: number;
  high: number;
}

export function heat_grid(series: Series, table: Table): Grid {
  const rows = Math.max(1, Math.round(kDay / table.step_s));
  const offset = Math.floor(((table.start_s % kDay) + kDay) % kDay / table.step_s);
  const days = Math.ceil((offset + series.values.length) / rows);
  const days_per_column = Math.ceil(days / kMostColumns);
  const columns = Math.ceil(days / days_per_column);
  const sums = new Float64Array(columns * rows);
  const counts = new Float64Array(columns * rows);
  for (let i = 0; i < series.values.length; i++) {
    const value = series.values[i];
    if (value === null || value === undefined) continue;
    const day = Math.floor((offset + i) / rows);
    const cell = Math.floor(day / days_per_column) * rows + ((offset + i) % rows);
    sums[cell]! += value;
    counts[cell]! += 1;
  }
  const values = sums.map((sum, i) => (counts[i] ? sum / counts[i]! : NaN));
  const known = values.filter((value) => !Number.isNaN(value));
  const [low, high] = known.reduce(([a, b], value) => [Math.min(a, value), Math.max(b, value)],
    [Infinity, -Infinity]);
  return { columns, rows, days_per_column, values, low: low!, high: high! };
}

function paint(canvas: HTMLCanvasElement, grid: Grid): void {
  canvas.width = grid.columns;
  canvas.height = grid.rows;
  const context = canvas.getContext("2d")!;
  const image = context.createImageData(grid.columns, grid.rows);
  const span = grid.high - grid.low || 1;
  for (let column = 0; column < grid.columns; column++) {
    for (let row = 0; row < grid.rows; row++) {
      const value = grid.values[column * grid.rows + row]!;
      if (Number.isNaN(value)) continue;
      const pixel = 4 * ((grid.rows - 1 - row) * grid.columns + column);
      image.data.set([...ramp((value - grid.low) / span), 255], pixel);
    }
  }
  context.putImageData(image, 0, 0);
}

function month_labels(table: Table): HTMLElement {
  const [start, end] = [table.start_s, table.end_s()];
  const labels: HTMLElement[] = [];
  const date = new Date(start * 1000);
  const months = (end - start) / (30 * kDay);
  const step = months <= 14 ? 1 : months <= 48 ? 6 : 12;
  for (let m = 0; ; m += step) {
    const time = Date.UTC(date.getUTCFullYear(), (step === 12 ? 0 : date.getUTCMonth()) + m, 1) / 1000;
    if (time >= end) break;
    const share = (time - start) / (end - start);
    if (share < 0 || share > 0.985) continue;
    labels.push(h("span", { style: `left:${(100 * share).toFixed(2)}%` }, step === 1
      ? date_text(time, false).split(" ")[1]! : date_text(time, false).replace(/^\d+ /, "")));
  }
  return h("div", { class: "heat-months" }, ...labels);
}

function scale_bar(grid: Grid, unit: string): HTMLElement {
  const stops = Array.from({ length: 11 }, (_, i) => `rgb(${ramp(i / 10).join(",")})`).join(",");
  return h("div", { class: "heat-scale" }, h("span", {}, with_unit(grid.low, unit)),
    h("i", { style: `background:linear-gradient(to right,${stops})` }), h("span", {}, with_unit(grid.high, unit)));
}

function hover(canvas: HTMLCanvasElement, grid: Grid, table: Table, series: Series) {
  canvas.addEventListener("mousemove", (event) => {
    const box = canvas.getBoundingClientRect();
    const column = Math.min(grid.columns - 1, Math.floor(((event.clientX - box.left) / box.width) * grid.columns));
    const row = grid.rows - 1 - Math.min(grid.rows - 1,
      Math.floor(((event.clientY - box.top) / box.height) * grid.rows));
    const value = grid.values[column * grid.rows + row];
    if (value === undefined || Number.isNaN(value)) return hide_tooltip();
    const midnight = Math.floor(table.start_s / kDay) * kDay;
    const time = midnight + column * grid.days_per_column * kDay + row * table.step_s;
    show_tooltip(event, h("div", { class: "tip-title" }, date_text(time)),
      h("div", {}, `${series.label}: ${with_unit(value, series.unit, 5)}`),
      grid.days_per_column > 1 ? h("div", {}, `mean of ${grid.days_per_column} days`) : null);
  });
  canvas.addEventListener("mouseleave", hide_tooltip);
}

export function heat_map(series: Series, table: Table): HTMLElement {
  const grid = heat_grid(series, table);
  const canvas = h("canvas", { class: "heat", role: "img", "aria-label":
    `${series.label} by hour of the day and day, in ${pretty_unit(series.unit)}` });
  paint(canvas, grid);
  hover(canvas, grid, table, series);
  const clock = ["24:00", "18:00", "12:00", "06:00", "00:00"].map((text) => h("span", {}, text));
  return h("div", { class: "heat-box" }, h("div", { class: "heat-row" }, h("div", { class: "heat-hours" }, ...clock),
    h("div", { class: "heat-main" }, canvas, month_labels(table))), scale_bar(grid, series.unit));
}
