// The tables of the page of `gw evidence`: groups, rows, and one row's assumptions in a dialog.

import { h } from "./dom";
import { Evidence, Group, Predicted } from "./evidence_document";
import { plain, significant } from "./format";
import { DataTable } from "./table";

const kNone = "\u2013";

function per_cent(value: number | null | undefined, sign = false): string {
  if (value === null || value === undefined) return kNone;
  return `${sign && value > 0 ? "+" : ""}${(100 * value).toFixed(1)}`.replace("-", "\u2212");
}

export function group_table(groups: Group[]): HTMLElement {
  const last = (value: number | null) => value ?? Infinity;
  const table = new DataTable<Group>([
    { title: "group", cell: (g) => g.kind, sort: (g) => g.kind },
    { title: "", cell: (g) => g.name, sort: (g) => g.name },
    { title: "rows", number: true, cell: (g) => g.rows, sort: (g) => g.rows },
    { title: "configurations", number: true, cell: (g) => g.configurations.toFixed(0), sort: (g) => g.configurations },
    { title: "median, %", number: true, cell: (g) => per_cent(g.median_error_frac), sort: (g) => last(g.median_error_frac) },
    { title: "90th, %", number: true, cell: (g) => per_cent(g.p90_error_frac), sort: (g) => last(g.p90_error_frac) },
    { title: "bias, %", number: true, cell: (g) => per_cent(g.bias_frac, true), sort: (g) => last(g.bias_frac) },
    { title: "rank", number: true, cell: (g) => g.rank_correlation === null ? kNone
      : `${g.rank_correlation.toFixed(2)} (${g.ranked_groups})`, sort: (g) => last(g.rank_correlation) },
    { title: "within, %", number: true, cell: (g) => per_cent(g.within_uncertainty_frac),
      sort: (g) => last(g.within_uncertainty_frac) },
  ], groups);
  return h("div", { class: "scroll" }, table.element);
}

function show_row(row: Predicted): void {
  const plan = Object.entries(row.setup.plan).map(([key, value]) => `${key} ${value}`).join(", ");
  const shut = () => dialog.remove(); // a dialog that leaves the page is closed
  const dialog: HTMLDialogElement = h("dialog", { class: "explain", close: shut, click: (event: MouseEvent) => {
    if (event.target === dialog) shut();
  } }, h("div", { class: "explain-inner explain" },
    h("header", {}, h("h2", {}, `${row.id}  ${row.model}`), h("button", { class: "quiet", click: shut }, "Close")),
    h("p", {}, `${row.accelerators} x ${row.accelerator}; ${row.source}; quality ${row.quality || kNone}`),
    h("p", {}, `predicted ${significant(row.predicted_s)} s, measured ${significant(row.measured_s)} s (from ${row.measured_as
      }), error ${per_cent(row.error_frac, true)} %, stated \u00b1${per_cent(row.uncertainty_frac)} % for two of three runs`),
    h("h3", {}, "Plan"), h("p", {}, plan),
    h("h3", {}, "Catalogue rows"), h("p", {}, [`accelerators/${row.setup.accelerator}`, `software/${row.setup.software}`,
      `fabrics/${row.setup.fabric}`, ...(row.setup.model ? [`models/${row.setup.model}`] : [])].join(", ")),
    h("h3", {}, "Assumed, as the row does not print it"), h("ul", {}, ...row.assumptions.map((text) => h("li", {}, text))),
    h("p", { class: "hint" }, "in full: ", h("code", { class: "command" }, `gw evidence --row ${row.id}`))));
  document.body.append(dialog);
  dialog.showModal();
}

// Every row, with a box that filters by text.
export function row_table(rows: Predicted[]): HTMLElement[] {
  const table = new DataTable<Predicted>([
    { title: "id", cell: (r) => h("button", { class: "chip", click: () => show_row(r) }, r.id), sort: (r) => r.id },
    { title: "source", cell: (r) => r.source, sort: (r) => r.source },
    { title: "model", cell: (r) => r.model, sort: (r) => r.model },
    { title: "accelerator", cell: (r) => r.accelerator, sort: (r) => r.accelerator },
    { title: "number", number: true, cell: (r) => plain(r.accelerators, 6), sort: (r) => r.accelerators },
    { title: "software", cell: (r) => r.setup.software, sort: (r) => r.setup.software },
    { title: "quality", cell: (r) => r.quality, sort: (r) => r.quality },
    { title: "measured, s", number: true, cell: (r) => significant(r.measured_s), sort: (r) => r.measured_s },
    { title: "predicted, s", number: true, cell: (r) => significant(r.predicted_s), sort: (r) => r.predicted_s },
    { title: "error, %", number: true, cell: (r) => h("span", { class: Math.abs(r.error_frac) <= r.uncertainty_frac
      ? "" : "bad" }, per_cent(r.error_frac, true)), sort: (r) => r.error_frac },
    { title: "stated, %", number: true, cell: (r) => `\u00b1${per_cent(r.uncertainty_frac)}`, sort: (r) => r.uncertainty_frac },
  ], rows);
  const count = h("span", { class: "note" }, `${rows.length} rows`);
  const box = h("input", { type: "search", placeholder: "filter: source, model, accelerator, id", "aria-label": "filter rows",
    input: () => {
      const words = box.value.toLowerCase().split(/\s+/).filter((word) => word !== "");
      count.textContent = `${table.filter((r) => {
        const text = `${r.id} ${r.source} ${r.model} ${r.accelerator} ${r.setup.software} ${r.quality}`.toLowerCase();
        return words.every((word) => text.includes(word));
      })} rows`;
    } });
  return [h("div", { class: "toolbar" }, box, count), h("div", { class: "scroll" }, table.element)];
}

export function without_table(document: Evidence): HTMLElement {
  return h("ul", { class: "warnings" }, ...(document.without_prediction ?? []).map((entry) => h("li", {},
    h("b", {}, `${entry.rows} `), entry.reason, entry.details.length ? `: ${entry.details.join(", ")}` : "")));
}
