// Work: one training step, the memory it needs, the hours that count, and the tokens that come out.

import { stacked_bar } from "./bars";
import { has, panel } from "./dom";
import { bytes, percent, seconds } from "./format";
import { goodput_bar, step_bar } from "./overview";
import { event_times } from "./power";
import { Result } from "./result";
import { Series, Table, readable } from "./series";
import { TimeAxis, time_toolbar } from "./time_axis";
import { by_unit, line_chart } from "./time_charts";

function memory_bar(result: Result): HTMLElement | null {
  const step = result.step;
  if (!step || !has(step.memory)) return null;
  return stacked_bar(step.memory.map((part) => ({ label: part.label, value: part.bytes })),
    { text: bytes, whole: step.capacity_bytes, rest: "free" });
}

function memory_note(result: Result): string {
  const used = (result.step?.memory ?? []).reduce((sum, part) => sum + part.bytes, 0);
  const capacity = result.step?.capacity_bytes;
  if (!capacity) return used ? `${bytes(used)} an accelerator` : "";
  return `${bytes(used)} of ${bytes(capacity)} an accelerator, ${percent(used / capacity)}`;
}

// Running total of a rate in tokens per second or per hour, for documents that give only the rate.
export function running_tokens(rate: Series, table: Table): Series {
  const hours = table.step_s / 3600;
  const factor = rate.scale * (/h$/.test(rate.unit) ? hours : 3600 * hours);
  let sum = 0;
  const values = Array.from(rate.values, (value) => (sum += (value ?? 0) * factor));
  return readable({ id: "tokens_trained", label: "Tokens trained", unit: "tokens", group: "work", stacked: false,
    scale: 1, values });
}

function tokens(result: Result, table: Table): HTMLElement | null {
  const columns = table.in_group("work");
  if (columns.length === 0) return null;
  return panel("Work over time", () => {
    const rate = columns.find((column) => /token/i.test(column.id) && /\/(s|h)$/.test(column.unit));
    const total = columns.some((column) => /token/i.test(column.id) && !/\//.test(column.unit));
    const all = rate && !total ? [...columns, running_tokens(rate, table)] : columns;
    const axis = new TimeAxis(table, "gigawatt-work", event_times(result, table));
    const plots = by_unit(all).map((group) => axis.add(line_chart(table, "Work", group, 180)).element);
    return [time_toolbar(axis, []), ...plots];
  }, { wide: true });
}

export function work(result: Result, table: Table): HTMLElement[] {
  const total = result.step?.total_s;
  return [
    panel("Training step", () => [step_bar(result)], { note: total ? `${seconds(total)} a step` : "" }),
    panel("Memory", () => [memory_bar(result)], { note: memory_note(result) }),
    panel("Goodput", () => [goodput_bar(result)], { wide: true, note: "share of accelerator hours" }),
    tokens(result, table),
  ].filter((part): part is HTMLElement => part !== null);
}
