// The page of `gw waveform`: what the grid sees, against its limits, before and after smoothing.

import { assumption_table } from "./assumptions";
import { h, panel } from "./dom";
import { plain, significant } from "./format";
import { DataTable } from "./table";
import { start_theme, toggle_theme } from "./theme";
import { duration_chart, iteration_chart, ramp_chart, resonance_chart, spectrum_chart, time_chart } from "./waveform_charts";
import { Clause, Smoothed, Waveform, embedded_waveform, smoothed } from "./waveform_document";
import { single_line } from "./waveform_line";

const kNone = "\u2013";

function masthead(document_: Waveform): HTMLElement {
  document.title = `${document_.campus ?? "Campus"} waveform \u00b7 gigawatt`;
  const facts = [(document_.buses ?? []).join(", "), document_.at ?? "", `${plain(document_.window_s)} s by ${plain(document_.step_s)} s`,
    document_.limits ? `limits: ${document_.limits}` : "", ...(document_.events ?? []).map((e) => `${e.event} at ${plain(e.begin_s)} s`)];
  return h("header", { class: "masthead" },
    h("div", {}, h("h1", {}, document_.title || document_.campus || "Campus", h("span", { class: "brand" }, "gigawatt waveform")),
      h("p", { class: "facts" }, facts.filter((text) => text !== "").join("  \u00b7  "))),
    h("div", { class: "tools" },
      h("button", { class: "quiet", title: "Print, or save as PDF", click: () => window.print() }, "Print"),
      h("button", { class: "quiet", id: "theme", title: "Light or dark", click: toggle_theme }, "Light / dark")));
}

function card(label: string, value: number | null | undefined, unit: string, digits = 4): HTMLElement {
  return h("div", { class: "card" }, h("span", { class: "card-label" }, label),
    h("span", { class: "card-value" }, h("b", {}, significant(value, digits)), h("small", {}, unit)));
}

function headline(document_: Waveform): HTMLElement {
  const cards = smoothed(document_).flatMap((w) => [
    card(`Peak, ${w.what}`, w.peak_mw, "MW"), card(`Swing, ${w.what}`, w.peak_mw - w.lowest_mw, "MW peak to peak"),
    w.response ? card(`Deviation, ${w.what}`, 1e3 * w.response.largest_deviation_hz, "mHz", 3) : null,
    w.response && w.response.steady_deviation_hz > 0
      ? card(`Deviation if it goes on, ${w.what}`, 1e3 * w.response.steady_deviation_hz, "mHz", 3) : null,
    w.cost ? card(`Cost, ${w.what}`, w.cost.total_usd_per_year / 1e6, "M USD a year", 3) : null]);
  return h("section", { class: "headline" }, card("In training", document_.in_training, "accelerators", 6),
    card("Iteration", document_.iteration?.period_s, "s"), ...cards);
}

function verdict(row: Clause): HTMLElement {
  return h("span", { class: row.verdict === "pass" ? "good" : row.verdict === "fail" ? "bad" : "note" }, row.verdict);
}

function clause_table(waveform: Smoothed): HTMLElement | null {
  if (waveform.clauses.length === 0) return null;
  const table = new DataTable<Clause>([
    { title: waveform.what, cell: (c) => h("div", {}, c.clause, c.note ? h("div", { class: "note" }, c.note) : null) },
    { title: "verdict", cell: verdict }, { title: "worst", number: true, cell: (c) => (c.worst === null ? kNone : significant(c.worst)) },
    { title: "limit", number: true, cell: (c) => (c.limit === null ? kNone : significant(c.limit)) }, { title: "unit", cell: (c) => c.unit },
    { title: "margin, %", number: true, cell: (c) => (c.margin_frac === null ? kNone : (100 * c.margin_frac).toFixed(1)) },
    { title: "at, s", number: true, cell: (c) => (c.at_s === null ? kNone : plain(c.at_s)) },
  ], waveform.clauses);
  return h("div", { class: "scroll" }, table.element);
}

function mitigation_table(document_: Waveform): HTMLElement | null {
  const rows = document_.search?.passing ?? [];
  if (rows.length === 0) return null;
  type Row = (typeof rows)[number];
  const money = (usd: number) => significant(usd / 1e6, 3);
  const table = new DataTable<Row>([
    { title: "smoothing that passes", cell: (r) => r.what, sort: (r) => r.what },
    { title: "M USD a year", number: true, cell: (r) => money(r.cost.total_usd_per_year), sort: (r) => r.cost.total_usd_per_year },
    { title: "energy", number: true, cell: (r) => money(r.cost.energy_usd_per_year), sort: (r) => r.cost.energy_usd_per_year },
    { title: "time", number: true, cell: (r) => money(r.cost.time_usd_per_year), sort: (r) => r.cost.time_usd_per_year },
    { title: "batteries", number: true, cell: (r) => money(r.cost.capital_usd_per_year), sort: (r) => r.cost.capital_usd_per_year },
    { title: "GWh a year", number: true, cell: (r) => significant(r.cost.energy_mwh_per_year / 1e3, 3),
      sort: (r) => r.cost.energy_mwh_per_year },
    { title: "% slower", number: true, cell: (r) => significant(100 * r.cost.slowdown_frac, 3), sort: (r) => r.cost.slowdown_frac },
  ], rows);
  return h("div", { class: "scroll" }, table.element);
}

function pages(document_: Waveform): (HTMLElement | null)[] {
  return [
    panel("Waveform", () => [time_chart(document_)], { wide: true, note: "band: lowest to highest sample; drag to zoom" }),
    panel("Limits", () => smoothed(document_).map(clause_table), { wide: true }),
    panel("Spectrum with limit lines", () => [spectrum_chart(document_)], { wide: true }),
    panel("Iteration", () => [iteration_chart(document_)], { note: "mean over pipeline stages in step" }),
    panel("Ramps", () => [ramp_chart(document_)]),
    panel("Duration", () => [duration_chart(document_)]),
    panel("Power system", () => [resonance_chart(document_)], { note: "harmonics added up: an upper bound" }),
    panel("What passes, and what it costs", () => [mitigation_table(document_)], { wide: true,
      note: `${plain(document_.search?.simulated ?? 0)} designs simulated` }),
    panel("Single line", () => [single_line(document_)], { note: "means over the window, all halls together" }),
    panel("Numbers and their sources", () => assumption_table(document_.assumptions ?? []), { wide: true,
      note: "limits, smoothing, power system, prices" }),
  ];
}

function start(): void {
  start_theme();
  const root = document.getElementById("report")!;
  let document_: Waveform;
  try {
    document_ = embedded_waveform();
  } catch (error) {
    console.error("the document of this page cannot be read:", error);
    root.append(h("p", { class: "failed" }, `The document in this file cannot be read: ${String(error)}`));
    return;
  }
  const version = document_.version ?? {};
  root.append(masthead(document_), headline(document_), h("main", { class: "page open evidence" }, ...pages(document_)
    .filter((part): part is HTMLElement => part !== null)),
    h("footer", { class: "colophon" }, [`gigawatt ${version.code ?? ""}`, `input ${version.input_hash ?? ""}`,
      `catalogue ${version.catalogue_hash ?? ""}`, document_.format ?? ""].join("  \u00b7  ")));
}

start();
