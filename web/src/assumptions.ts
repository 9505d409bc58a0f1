// Assumptions: every number used, with its source and grade, to sort and to search.

import { h, has, panel } from "./dom";
import { plain, pretty_unit } from "./format";
import { grade_badge, grade_meaning, kGrades } from "./grade";
import { Assumption, Grade, Result } from "./result";
import { DataTable } from "./table";

export function value_text(row: Assumption): string {
  if (typeof row.value === "number") return plain(row.value, 6);
  if (row.value !== null && row.value !== undefined) return String(row.value);
  return row.text ?? "";
}

// What a search looks at: every word must occur somewhere in the row.
export function matches(row: Assumption, query: string): boolean {
  const text = [row.path, row.text, row.unit, row.doc, row.source, row.grade, row.place, row.note,
    value_text(row)].join(" ").toLowerCase();
  return query.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

function source_cell(row: Assumption): HTMLElement {
  return h("div", {}, row.source || h("span", { class: "note" }, "no source"),
    row.note ? h("div", { class: "note" }, row.note) : null);
}

function path_cell(row: Assumption): HTMLElement {
  return h("div", {}, h("code", {}, row.path), row.doc ? h("div", { class: "note" }, row.doc) : null);
}

function table_of(rows: Assumption[]): DataTable<Assumption> {
  const rank = (row: Assumption) => kGrades.indexOf(row.grade ?? "computed");
  return new DataTable<Assumption>([
    { title: "Number", cell: path_cell, sort: (row) => row.path, class: "path" },
    { title: "Value", cell: value_text, number: true, sort: (row) => (typeof row.value === "number" ? row.value
      : value_text(row)) },
    { title: "Unit", cell: (row) => pretty_unit(row.unit), sort: (row) => row.unit ?? "" },
    { title: "Grade", cell: (row) => grade_badge(row.grade, true), sort: rank },
    { title: "Source", cell: source_cell, sort: (row) => row.source ?? "", class: "source" },
    { title: "Given in", cell: (row) => h("code", {}, row.place ?? ""), sort: (row) => row.place ?? "",
      class: "place" },
  ], rows);
}

function grade_counts(rows: Assumption[]): [Grade, number][] {
  return kGrades.map((grade): [Grade, number] => [grade, rows.filter((row) => row.grade === grade).length])
    .filter(([, count]) => count > 0);
}

// The rows with a box to search and a button for each grade.
export function assumption_table(rows: Assumption[]): HTMLElement[] {
  if (rows.length === 0) return [];
  const table = table_of(rows);
  const chosen = new Set<Grade>();
  const shown = h("span", { class: "note" }, `${rows.length} numbers`);
  const search = h("input", { type: "search", placeholder: "Search name, source, place \u2026", "aria-label":
    "Search the numbers", input: () => update() });
  const update = () => {
    const count = table.filter((row) => (chosen.size === 0 || chosen.has(row.grade as Grade)) &&
      matches(row, search.value.trim()));
    shown.textContent = count === rows.length ? `${rows.length} numbers` : `${count} of ${rows.length} numbers`;
  };
  const chips = grade_counts(rows).map(([grade, count]) => {
    const chip = h("button", { class: "chip", "aria-pressed": "false", title: grade_meaning(grade), click: () => {
      if (chosen.has(grade)) chosen.delete(grade);
      else chosen.add(grade);
      chip.setAttribute("aria-pressed", String(chosen.has(grade)));
      update();
    } }, grade_badge(grade, true), ` ${count}`);
    return chip;
  });
  return [h("div", { class: "toolbar" }, search, ...chips, shown), h("div", { class: "scroll" }, table.element)];
}

export function assumptions(result: Result): HTMLElement[] {
  const rows = has(result.assumptions) ? result.assumptions : [];
  if (rows.length === 0) return [];
  const part = panel("Every number used", () => assumption_table(rows), { wide: true });
  return part ? [part] : [];
}
