// Overview: where the energy goes, where the time goes, what binds, what to doubt.

import { stacked_bar } from "./bars";
import { h, has, panel } from "./dom";
import { date_text, parse_date, percent, plain, seconds, with_unit } from "./format";
import { Balance, CampusEvent, Result, Share, Step } from "./result";
import { sankey } from "./sankey";
import { DataTable } from "./table";

const kBalanced = 1e-6;

export function goodput_bar(shares: Share[] | undefined): HTMLElement | null {
  if (!has(shares)) return null;
  return stacked_bar(shares.map((part) => ({ label: part.label, value: part.share })),
    { text: (share) => percent(share), whole: 1, rest: "not accounted for", share: false });
}

export function step_note(step: Step | undefined): string {
  if (!step?.total_s) return "";
  const sure = step.uncertainty_frac ? ` \u00b1 ${percent(step.uncertainty_frac, 2)}` : "";
  return `${seconds(step.total_s)}${sure} a step${step.binding ? `, bound by ${step.binding}` : ""}`;
}

export function step_bar(step: Step | undefined): HTMLElement | null {
  if (!step || !has(step.parts)) return null;
  return stacked_bar(step.parts.map((part) => ({ label: part.label, value: part.seconds })),
    { text: seconds, whole: step.total_s, rest: "not accounted for" });
}

function warnings(result: Result): HTMLElement {
  const list = result.warnings ?? [];
  if (list.length === 0) return h("p", { class: "good" }, "No model was used outside its validated range.");
  return h("ul", { class: "warnings" }, ...list.map((warning) => h("li", {},
    warning.code ? h("code", {}, warning.code) : null, " ", warning.message ?? "",
    warning.path ? h("span", { class: "note" }, ` (${warning.path})`) : null)));
}

function balance_table(balances: Balance[]): HTMLElement {
  const holds = (row: Balance) => Math.abs(row.residual_frac ?? 0) <= kBalanced;
  return new DataTable<Balance>([
    { title: "Balance", cell: (row) => row.name },
    { title: "In", cell: (row) => with_unit(row.in, row.unit, 6), number: true },
    { title: "Out", cell: (row) => with_unit(row.out, row.unit, 6), number: true },
    { title: "Residual", cell: (row) => (row.residual_frac === 0 ? "0"
      : (row.residual_frac ?? 0).toExponential(1).replace("-", "\u2212")), number: true },
    { title: "", cell: (row) => h("span", { class: holds(row) ? "good" : "bad" }, holds(row) ? "holds" : "BROKEN") },
  ], balances).element;
}

function event_date(event: CampusEvent, result: Result): string {
  if (event.date) return /T|:/.test(event.date) ? date_text(parse_date(event.date)) : date_text(
    parse_date(event.date), false);
  return date_text(parse_date(result.campus?.start) + 3600 * (event.hour ?? 0));
}

function event_list(result: Result): HTMLElement {
  const events = result.events ?? [];
  return new DataTable<CampusEvent>([
    { title: "Date", cell: (event) => event_date(event, result), class: "date" },
    { title: "Hour", cell: (event) => plain(event.hour, 6), number: true },
    { title: "Event", cell: (event) => event.what ?? "" },
  ], events).element;
}

export function overview(result: Result): HTMLElement[] {
  const flow = () => [sankey(result.energy_flow)];
  return [
    panel("Energy flow, from supply to tokens", flow, { wide: true, note: result.energy_flow?.unit
      ? `${result.energy_flow.unit} over the horizon` : "" }),
    panel("Goodput: where the accelerator hours go", () => [goodput_bar(result.goodput)], { note: "share of hours" }),
    panel("One training step", () => [step_bar(result.step)], { note: step_note(result.step) }),
    panel("Balances", () => [has(result.balances) ? balance_table(result.balances) : null],
      { note: "checked in every run" }),
    panel("Events", () => [has(result.events) ? h("div", { class: "tall" }, event_list(result)) : null]),
    panel("Warnings", () => [warnings(result)], { wide: true, note: result.warnings?.length
      ? String(result.warnings.length) : "" }),
  ].filter((part): part is HTMLElement => part !== null);
}
