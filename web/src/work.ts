// Work: one training step, the memory it needs, the hours that count, and the tokens that come out.

import { stacked_bar } from "./bars";
import { h, has, panel } from "./dom";
import { bytes, percent } from "./format";
import { goodput_bar, step_bar, step_note } from "./overview";
import { event_times } from "./power";
import { Job, Result, Step } from "./result";
import { Series, Table, readable } from "./series";
import { TimeAxis, time_toolbar } from "./time_axis";
import { line_chart } from "./time_charts";

function memory_bar(step: Step | undefined): HTMLElement | null {
  if (!step || !has(step.memory)) return null;
  return stacked_bar(step.memory.map((part) => ({ label: part.label, value: part.bytes })),
    { text: bytes, whole: step.capacity_bytes, rest: "free" });
}

function memory_note(step: Step | undefined): string {
  const used = (step?.memory ?? []).reduce((sum, part) => sum + part.bytes, 0);
  const capacity = step?.capacity_bytes;
  if (!capacity) return used ? `${bytes(used)} an accelerator` : "";
  return `${bytes(used)} of ${bytes(capacity)} an accelerator, ${percent(used / capacity)}`;
}

function goodput_note(job: Job): string {
  if (job.simulated_goodput_frac === undefined) return "share of accelerator hours";
  const error = job.simulated_goodput_standard_error;
  return `share of accelerator hours; by simulation ${percent(job.simulated_goodput_frac, 4)}${
    error ? ` \u00b1 ${percent(error, 2)}` : ""}`;
}

// Tokens so far, from tokens per second, per hour or per step of the table; none where the column is a total already.
export function running_tokens(column: Series, table: Table): Series | null {
  const values = Array.from(column.values, (value) => value ?? 0);
  const rate = /\/(s|h)$/.exec(column.unit)?.[1];
  if (!rate && values.every((value, i) => i === 0 || value >= values[i - 1]!)) return null;
  const factor = column.scale * (rate === "s" ? table.step_s : rate === "h" ? table.step_s / 3600 : 1);
  let sum = 0;
  return readable({ id: "tokens_so_far", label: "Tokens trained, running total", unit: "tokens", group: "work",
    stacked: false, scale: 1, values: values.map((value) => (sum += value * factor)) });
}

function tokens(result: Result, table: Table): HTMLElement | null {
  const columns = table.in_group("work");
  if (columns.length === 0) return null;
  return panel("Work over time", () => {
    const counted = columns.find((column) => /token/i.test(column.id));
    const total = counted ? running_tokens(counted, table) : null;
    const all = columns.map((column) => [column]).concat(total ? [[total]] : []);
    const axis = new TimeAxis(table, "gigawatt-work", event_times(result, table));
    const plots = all.map((group) => axis.add(line_chart(table, "Work", group, 180)).element);
    return [time_toolbar(axis, []), ...plots];
  }, { wide: true });
}

function job_panels(job: Job): HTMLElement[] {
  return [
    panel("Training step", () => [step_bar(job.step)], { note: step_note(job.step) }),
    panel("Memory", () => [memory_bar(job.step)], { note: memory_note(job.step) }),
    panel("Goodput", () => [goodput_bar(job.goodput)], { wide: true, note: goodput_note(job) }),
  ].filter((part): part is HTMLElement => part !== null);
}

// One job at a time, with a choice where there are several.
function jobs(result: Result): HTMLElement[] {
  const list: Job[] = has(result.jobs) ? result.jobs : [{ step: result.step, goodput: result.goodput }];
  if (list.length === 1) return job_panels(list[0]!);
  const place = h("div", { class: "part" }, ...job_panels(list[0]!));
  const choice: HTMLSelectElement = h("select", { "aria-label": "Job", change: () =>
    place.replaceChildren(...job_panels(list[choice.selectedIndex]!)) },
    ...list.map((job, index) => h("option", {}, job.step?.job ?? `job ${index + 1}`)));
  return [h("div", { class: "toolbar wide" }, h("label", {}, "Job ", choice)), place];
}

export function work(result: Result, table: Table): HTMLElement[] {
  return [...jobs(result), tokens(result, table)].filter((part): part is HTMLElement => part !== null);
}
