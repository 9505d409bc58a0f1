// The page of `gw evidence`: predicted against measured, errors by group, every row.

import { h, panel } from "./dom";
import { Evidence, Group, embedded_evidence, predicted } from "./evidence_document";
import { histogram } from "./evidence_histogram";
import { by_kind, colour_of, generations, scatter } from "./evidence_scatter";
import { group_table, row_table, without_table } from "./evidence_tables";
import { significant } from "./format";
import { start_theme, toggle_theme } from "./theme";

function masthead(evidence: Evidence): HTMLElement {
  document.title = "Evidence \u00b7 gigawatt";
  const facts = [evidence.table ?? "", `${evidence.predicted_count ?? 0} of ${evidence.row_count ?? 0} rows predicted`,
    ...(evidence.set ?? [])].filter((text) => text !== "");
  return h("header", { class: "masthead" },
    h("div", {}, h("h1", {}, "Training speed: predicted against measured", h("span", { class: "brand" }, "gigawatt evidence")),
      h("p", { class: "facts" }, facts.join("  \u00b7  "))),
    h("div", { class: "tools" },
      h("button", { class: "quiet", title: "Print, or save as PDF", click: () => window.print() }, "Print"),
      h("button", { class: "quiet", id: "theme", title: "Light or dark", click: toggle_theme }, "Light / dark")));
}

function card(label: string, value: number | null | undefined, unit: string, digits = 3): HTMLElement {
  return h("div", { class: "card" }, h("span", { class: "card-label" }, label),
    h("span", { class: "card-value" }, h("b", {}, significant(value, digits)), h("small", {}, unit)));
}

function headline(all: Group | undefined): HTMLElement | null {
  if (!all) return null;
  const share = (value: number | null) => value === null ? null : 100 * value;
  return h("section", { class: "headline" },
    card("Rows of quality A and B", all.rows, ""), card("Configurations", Math.round(all.configurations), ""),
    card("Median error", share(all.median_error_frac), "%"), card("90th percentile", share(all.p90_error_frac), "%"),
    card("Bias (median, signed)", share(all.bias_frac), "%", 2), card("Rank correlation", all.rank_correlation,
      `in ${all.ranked_groups} groups`, 2), card("Within the stated uncertainty", share(all.within_uncertainty_frac), "%"));
}

function pages(evidence: Evidence): (HTMLElement | null)[] {
  const rows = predicted(evidence);
  const all = generations(rows);
  const charts = () => [h("div", { class: "histograms" }, ...[...by_kind(rows)].map(([name, list]) =>
    histogram(name, list, colour_of(list[0]!.generation, all))))];
  return [
    panel("Step time", () => scatter(rows, all), { note: "each mark a run; hover for its id" }),
    panel("Errors by class", charts, { note: "predicted / measured \u2212 1; negative: predicted too fast" }),
    panel("Errors by group", () => [group_table(evidence.groups ?? [])], { wide: true,
      note: "rows of one configuration count as one" }),
    (evidence.without_prediction ?? []).length ? panel("Rows without a prediction", () => [without_table(evidence)],
      { wide: true }) : null,
    panel("Rows", () => row_table(rows), { wide: true, note: "an id opens its plan and what was assumed" }),
  ];
}

function start(): void {
  start_theme();
  const root = document.getElementById("report")!;
  let evidence: Evidence;
  try {
    evidence = embedded_evidence();
  } catch (error) {
    console.error("the document of this page cannot be read:", error);
    root.append(h("p", { class: "failed" }, `The document in this file cannot be read: ${String(error)}`));
    return;
  }
  const main = h("main", { class: "page open evidence" }, ...pages(evidence));
  const version = evidence.version ?? {};
  root.append(...[masthead(evidence), headline((evidence.groups ?? []).find((group) => group.kind === "all")), main,
    h("footer", { class: "colophon" }, [`gigawatt ${version.code ?? ""}`, `table ${version.table_hash ?? ""}`,
      `catalogue ${version.catalogue_hash ?? ""}`, evidence.format ?? ""].join("  \u00b7  "))]
    .filter((part): part is HTMLElement => part !== null));
}

start();
