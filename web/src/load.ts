// Load: how many hours at how much, and when.

import { colour, colour_variables } from "./colours";
import { h, has, panel } from "./dom";
import { percent, plain, pretty_unit, with_unit } from "./format";
import { heat_map } from "./heatmap";
import { Plot, x_axis, y_axis, y_range } from "./plot";
import { LoadDuration, Result } from "./result";
import { Series, Table, statistics } from "./series";
import { DataTable } from "./table";

const kPoints = 500;

function unit_of(curve: LoadDuration, table: Table): string {
  const suffix = /_(mw|gw|kw|w|c)$/.exec(curve.id)?.[1];
  const units: Record<string, string> = { mw: "MW", gw: "GW", kw: "kW", w: "W", c: "\u00b0C" };
  return curve.unit ?? table.find(curve.id)?.unit ?? (suffix ? units[suffix]! : "");
}

// The curve of an hourly column, for a document that brings none.
export function duration_curve(series: Series, step_h: number): LoadDuration {
  const sorted = Float64Array.from(Array.from(series.values).map((value) => value ?? 0)).sort().reverse();
  const count = Math.min(kPoints, sorted.length);
  const places = Array.from({ length: count }, (_, i) =>
    (count === 1 ? 0 : Math.round((i * (sorted.length - 1)) / (count - 1))));
  return { id: series.id, label: series.label, unit: series.unit, values: places.map((i) => sorted[i]!),
    hours: places.map((i) => (i + 1) * step_h) };
}

function at(curve: LoadDuration, hour: number): number | null {
  const next = curve.hours.findIndex((value) => value >= hour);
  if (next < 0) return null;
  if (next === 0) return curve.values[0]!;
  const [h0, h1] = [curve.hours[next - 1]!, curve.hours[next]!];
  const [v0, v1] = [curve.values[next - 1]!, curve.values[next]!];
  return h1 > h0 ? v0 + ((hour - h0) / (h1 - h0)) * (v1 - v0) : v1;
}

function duration_plot(curves: LoadDuration[], unit: string): HTMLElement {
  const hours = [...new Set(curves.flatMap((curve) => curve.hours))].sort((a, b) => a - b);
  const columns = curves.map((curve) => hours.map((hour) => at(curve, hour)));
  const variables = colour_variables(curves.map((curve) => `${curve.id} ${curve.label ?? ""}`));
  const last = hours[hours.length - 1] ?? 1;
  return new Plot({
    title: "Hours at or above a load", unit: pretty_unit(unit), height: 300,
    legend: curves.map((curve, i) => ({ label: curve.label ?? curve.id, variable: variables[i]!, unit,
      value: (index) => columns[i]![index] })),
    data: () => [hours, ...columns],
    options: {
      series: [{}, ...variables.map((variable) => ({ stroke: () => colour(variable), width: 2,
        points: { show: false } }))],
      axes: [x_axis({ label: `hours (${plain(last, 6)} h = 100 %)`, labelSize: 16, size: 30, values: (_, splits) =>
        splits.map((hour) => `${plain(hour, 6)} h (${percent(hour / last, 2)})`), space: 110 }),
        y_axis(pretty_unit(unit))],
      scales: { x: { time: false }, y: { range: y_range } }, padding: [8, 24, 0, 0],
      cursor: { y: false, drag: { x: true, y: false, setScale: true } },
    },
  }).element;
}

function curves_of(result: Result, table: Table): LoadDuration[] {
  if (has(result.load_duration)) return result.load_duration.filter((curve) => has(curve.values) &&
    has(curve.hours));
  return ["facility_mw", "it_mw"].map((id) => table.find(id)).filter((series): series is Series => !!series)
    .map((series) => duration_curve(series, table.step_s / 3600));
}

function heat_panel(table: Table): HTMLElement[] {
  const first = table.find("facility_mw") ?? table.columns[0];
  if (!first) return [];
  const place = h("div", {}, heat_map(first, table));
  const choice = h("select", { "aria-label": "What to show", change: () => {
    place.replaceChildren(heat_map(table.find(choice.value) ?? first, table));
  } }, ...table.columns.map((column) => h("option", { value: column.id, selected: column === first },
    `${column.label} (${pretty_unit(column.unit) || "1"})`)));
  return [h("div", { class: "toolbar" }, h("label", {}, "Show ", choice)), place];
}

function statistics_table(table: Table): HTMLElement {
  const rows = table.columns.map((series) => ({ series, values: statistics(series.values) }))
    .filter((row) => row.values !== null);
  const number = (title: string, pick: (row: (typeof rows)[number]) => number) => ({ title, number: true,
    cell: (row: (typeof rows)[number]) => with_unit(pick(row), row.series.unit), sort: pick });
  return new DataTable(
    [{ title: "Hourly column", cell: (row) => row.series.label, sort: (row) => row.series.label },
      number("Least", (row) => row.values!.low), number("5th percentile", (row) => row.values!.p5),
      number("Mean", (row) => row.values!.mean), number("95th percentile", (row) => row.values!.p95),
      number("Greatest", (row) => row.values!.high),
      { title: "Mean / greatest", number: true, cell: (row) => (row.values!.high > 0 && row.values!.low >= 0
        ? percent(row.values!.mean / row.values!.high) : "\u2013") }], rows).element;
}

export function load(result: Result, table: Table): HTMLElement[] {
  return [
    panel("Load duration", () => {
      const curves = curves_of(result, table);
      const units = [...new Set(curves.map((curve) => unit_of(curve, table)))];
      return units.map((unit) => duration_plot(curves.filter((curve) => unit_of(curve, table) === unit), unit));
    }, { wide: true }),
    panel("Hour of the day, day by day", () => heat_panel(table), { wide: true }),
    panel("Range of every hourly column", () => [table.count > 0 ? statistics_table(table) : null], { wide: true }),
  ].filter((part): part is HTMLElement => part !== null);
}
