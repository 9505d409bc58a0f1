// Power: load, supply, weather and cooling of the whole horizon on one time axis.

import { h, panel } from "./dom";
import { parse_date } from "./format";
import { Result } from "./result";
import { Series, Table } from "./series";
import { TimeAxis, TimeChart, time_toolbar } from "./time_axis";
import { by_unit, line_chart, stack_chart } from "./time_charts";

const kMostStacked = 10;

function hour_of(column: Series | undefined, table: Table, least = false): number | null {
  if (!column) return null;
  let best = -1;
  for (let i = 0; i < column.values.length; i++) {
    const value = column.values[i];
    if (value === null || value === undefined) continue;
    const leader = best < 0 ? null : column.values[best]!;
    if (leader === null || (least ? value < leader : value > leader)) best = i;
  }
  return best < 0 ? null : table.start_s + best * table.step_s;
}

function jumps(table: Table): { title: string; time: number }[] {
  const unserved = table.columns.find((column) => /unserved/.test(column.id));
  const short = unserved && Array.from(unserved.values).some((value) => (value ?? 0) > 0) ? unserved : undefined;
  const list: [string, number | null][] = [
    ["Peak week", hour_of(table.find("facility_mw"), table)],
    ["Hottest week", hour_of(table.find("dry_bulb_c"), table)],
    ["Coldest week", hour_of(table.find("dry_bulb_c"), table, true)],
    ["Most unserved", hour_of(short, table)],
  ];
  return list.filter((item): item is [string, number] => item[1] !== null)
    .map(([title, time]) => ({ title, time }));
}

// A column that is zero throughout says nothing in a stack.
function matters(column: Series): boolean {
  return Array.from(column.values).some((value) => (value ?? 0) !== 0);
}

function power_charts(table: Table): TimeChart[] {
  return by_unit(table.in_group("power")).map((columns) =>
    line_chart(table, columns[0]!.unit === "MW" ? "Load" : "Load, other", columns, 190));
}

// What a battery takes in is drawn below zero.
function signed(column: Series): Series {
  if (!/_charge_mw$/.test(column.id)) return column;
  return { ...column, values: Array.from(column.values, (value) => (value === null ? null : -value)) };
}

function supply_charts(table: Table): TimeChart[] {
  const charts: TimeChart[] = [];
  const supply = table.in_group("supply").filter(matters).map(signed);
  const stacked = supply.filter((column) => column.stacked && column.unit === "MW").slice(0, kMostStacked);
  const demand = table.find("facility_mw");
  if (stacked.length > 0) {
    charts.push(stack_chart(table, "Supply", stacked, demand ? [demand] : [], 250));
  }
  for (const columns of by_unit(supply.filter((column) => !stacked.includes(column)))) {
    charts.push(line_chart(table, "Supply, beside the stack", columns, 130));
  }
  return charts;
}

function other_charts(table: Table, group: string, title: string): TimeChart[] {
  return by_unit(table.in_group(group)).map((columns) => line_chart(table, title, columns, 150));
}

function charts(table: Table): TimeChart[] {
  const known = ["power", "supply", "weather", "cooling", "work"];
  const rest = [...new Set(table.columns.map((column) => column.group))].filter((group) => !known.includes(group));
  return [...power_charts(table), ...supply_charts(table), ...other_charts(table, "weather", "Weather"),
    ...other_charts(table, "cooling", "Cooling"),
    ...rest.flatMap((group) => other_charts(table, group, group))];
}

export function event_times(result: Result, table: Table): number[] {
  return (result.events ?? []).map((event) => (event.hour !== undefined
    ? table.start_s + event.hour * 3600 : parse_date(event.date)));
}

export function power(result: Result, table: Table): HTMLElement[] {
  if (table.count === 0) return [];
  const part = panel("Load, supply, weather and cooling", () => {
    const axis = new TimeAxis(table, "gigawatt-power", event_times(result, table));
    const plots = charts(table).map((chart) => axis.add(chart).element);
    return [time_toolbar(axis, jumps(table)), ...plots,
      h("p", { class: "hint" }, "Drag to zoom, double click for the whole horizon. Dotted lines mark events. ",
        "Hours are the campus's local standard time.")];
  }, { wide: true });
  return part ? [part] : [];
}
