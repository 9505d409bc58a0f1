// Checks of the report's arithmetic, run in the browser by tests/browser/report_test.py, which bundles this file and
// reads window.unit_failures.

import { matches, value_text } from "../src/assumptions";
import { pieces } from "../src/campus_file";
import { ticks } from "../src/cash_flow";
import { colour_variables, ramp } from "../src/colours";
import { axis_marks, bytes, date_text, dollars, parse_date, percent, plain, quantity, significant } from
  "../src/format";
import { below, book_of, substituted } from "../src/formula";
import { heat_grid } from "../src/heatmap";
import { duration_curve } from "../src/load";
import { Figure, Result } from "../src/result";
import { sankey_layout } from "../src/sankey_layout";
import { bin_of, bins } from "../src/evidence_histogram";
import { Table, decode_f32, readable, statistics, summarise } from "../src/series";
import { running_tokens } from "../src/work";
import { mark_text } from "../src/time_axis";
import { running_sums } from "../src/time_charts";

const failures: string[] = [];
let checks = 0;

function same(got: unknown, want: unknown, what: string): void {
  checks++;
  const [a, b] = [JSON.stringify(got), JSON.stringify(want)];
  if (a !== b) failures.push(`${what}: got ${a}, expected ${b}`);
}

function near(got: number, want: number, what: string, tolerance = 1e-9): void {
  checks++;
  if (!(Math.abs(got - want) <= tolerance * Math.max(1, Math.abs(want)))) {
    failures.push(`${what}: got ${got}, expected ${want}`);
  }
}

function numbers(): void {
  same(significant(1234567, 4), "1,235,000", "four digits, grouped");
  same(significant(0.00123456, 3), "0.00123", "small");
  same(significant(9.9996, 4), "10.00", "rounds up a digit");
  same(significant(-42.5, 3), "\u221242.5", "minus sign");
  same(significant(1.5e-7, 2), "1.5 \u00d7 10\u207b\u2077", "power of ten");
  same(significant(NaN), "\u2013", "no number");
  same(plain(420, 6), "420", "no decimals added");
  same(plain(4.5, 6), "4.5", "given decimals kept");
  same(plain(8760, 6), "8,760", "grouped count");
  same(plain(1200, 3), "1,200", "zeros before the point stay");
  same(axis_marks([0, 0.25, 0.5]), ["0.00", "0.25", "0.50"], "marks of an axis");
  same(axis_marks([-1000, 0, 1000]), ["\u22121,000", "0", "1,000"], "whole marks");
  same(quantity("goodput_frac", 0.931, "", 3), { number: "93.1", unit: "%" }, "fraction as per cent");
  same(quantity("tokens_trained", 2.74e13, "tokens"), { number: "27.40", unit: "trillion tokens" }, "words");
  same(quantity("pue", 1.107, ""), { number: "1.107", unit: "" }, "pure number");
  same(dollars(-3.42e9), "\u2212$3.42\u202fbn", "dollars");
  same(percent(1e-6), "<0.01\u202f%", "tiny share");
  same(bytes(288e9), "288.0\u202fGB", "bytes");
}

function dates(): void {
  same(date_text(parse_date("2030-01-01") + 3600 * 1600), "8 Mar 2030 16:00", "hour 1600");
  same(date_text(parse_date("2028-02-29T05:30")), "29 Feb 2028 05:30", "leap day");
  same(mark_text(parse_date("2031-01-01"), 31 * 86400, false), "Jan 2031", "month mark");
  same(mark_text(parse_date("2031-03-07T12:00"), 3600, false), "12:00", "hour mark");
}

function packed(values: number[]): string {
  const bytes_of = new Uint8Array(new Float32Array(values).buffer);
  return btoa(String.fromCharCode(...bytes_of));
}

function series(): void {
  same(Array.from(decode_f32(packed([1.5, -2, 0]))), [1.5, -2, 0], "float32 in base64");
  const table = new Table({ series: { start: "2030-01-01", columns: [
    { id: "a_mw", unit: "MW", f32: packed([1, NaN, 3]) }, { id: "b_mw", unit: "MW", values: [4, 5, 6, 7] },
    { id: "empty_mw", values: [] }] } });
  same(table.columns.map((column) => column.id), ["a_mw", "b_mw"], "an empty column is left out");
  same(Array.from(table.find("a_mw")!.values), [1, null, 3], "NaN is no value");
  same(table.count, 4, "longest column");
  same(summarise([1, null, 3, 8, 6], 2, 5), { mean: [1, 5.5, 6], low: [1, 3, 6], high: [1, 8, 6] }, "means of two");
  same(summarise([1], 2, 4).mean, [1, null], "a short column ends in gaps");
  same(statistics([3, null, 1, 2])!.mean, 2, "mean without gaps");
  same(statistics([null]), null, "nothing known");
  same(readable({ id: "t", label: "t", unit: "tokens/s", group: "work", stacked: false, scale: 1, values: [2.5e6] })
    .unit, "million tokens/s", "scale word");
  const rate = { id: "tokens", label: "t", unit: "tokens", group: "work", stacked: false, scale: 1, values: [5, 1, 2] };
  same(running_tokens(rate, table)!.values, [5, 6, 8], "tokens of each step summed");
  same(running_tokens({ ...rate, values: [1, 2, 2] }, table), null, "a total is not summed again");
  same(running_tokens({ ...rate, unit: "tokens/s" }, table)!.values[0], 18000, "an hour of a rate");
  same(readable({ ...rate, id: "x_frac", unit: "", values: [0.5] }).values, [50], "per cent");
  same(running_sums([[1, null], [2, 3]], 2), [[0, 0], [1, 0], [3, 3]], "stack");
}

function flows(): void {
  const frame = { left: 0, right: 100, top: 0, height: 200, gap: 10, node_width: 5 };
  const layout = sankey_layout({ nodes: [{ id: "a", column: 0 }, { id: "b", column: 0 }, { id: "c", column: 1 },
    { id: "unused", column: 1 }], links: [{ from: "a", to: "c", value: 30 }, { from: "b", to: "c", value: 10 },
    { from: "a", to: "nowhere", value: 5 }, { from: "a", to: "c", value: 0 }] }, frame);
  same(layout.nodes.map((placed) => placed.node.id), ["a", "b", "c"], "nodes without flow are left out");
  const [a, b, c] = layout.nodes;
  near(a!.height / b!.height, 3, "height follows energy");
  near(c!.height, a!.height + b!.height, "what goes in comes out");
  same(a!.y + a!.height + frame.gap <= b!.y + 1e-9, true, "no overlap");
  same(layout.nodes.every((placed) => placed.y >= -1e-9 && placed.y + placed.height <= 200 + 1e-9), true, "inside");
}

function figures(): void {
  const figure = (id: string, value: number, how = "", inputs: string[] = []): Figure =>
    ({ id, value, how, inputs, evaluable: how !== "" });
  const book = book_of([figure("a", 2), figure("b", 3), figure("c", 6, "a * b", ["a", "b"]),
    figure("d", 3, "min(c, b) - zz", ["c", "b", "zz"]), figure("loop", 1, "loop", ["loop"])]);
  same(substituted(book.get("c")!, book), "2 \u00d7 3", "values in a formula");
  same(substituted(book.get("d")!, book), null, "an unknown input");
  same(below("d", book), ["c", "a", "b", "zz"], "everything below");
  same(below("loop", book), ["loop"], "a loop ends");
}

function load(): void {
  const day = Array.from({ length: 48 }, (_, i) => i);
  const result: Result = { series: { start: "2030-01-01", columns: [{ id: "x_mw", unit: "MW", values: day }] } };
  const table = new Table(result);
  const grid = heat_grid(table.columns[0]!, table);
  same([grid.columns, grid.rows, grid.low, grid.high], [2, 24, 0, 47], "two days of 24 hours");
  same(grid.values[24], 24, "second midnight");
  const curve = duration_curve(table.columns[0]!, 1);
  same([curve.values[0], curve.values[47], curve.hours[47]], [47, 0, 48], "load duration");
}

function rest(): void {
  const names = ["Gas A", "Gas B", "Grid", "Other", "Something"];
  same(new Set(colour_variables(names)).size, 5, "distinct colours");
  same(colour_variables(["Solar", "Gas"]).join(), "--c-yellow,--c-orange", "colours by meaning");
  same([ramp(-1), ramp(2)], [[0, 32, 76], [255, 233, 69]], "ends of the ramp");
  same(ticks(-50, 100).includes(0), true, "zero is a mark");
  const row = { path: "halls[0].racks", value: 420, source: "Data sheet", grade: "vendor" as const };
  same([matches(row, "RACKS sheet"), matches(row, "racks press"), matches(row, "")], [true, false, true], "search");
  same(value_text({ path: "a", text: "8 MW" }), "8 MW", "text where no value is given");
  same(pieces("  racks: 420  # two").map((piece) => piece.kind), ["plain", "key", "plain", "number", "comment"],
    "a line of YAML");
  same(pieces("- {kind: gas}").map((piece) => piece.text).join(""), "- {kind: gas}", "nothing is lost");
}

function evidence(): void {
  same([-9, -0.5, -0.4999, -0.001, 0, 0.049, 0.05, 0.4999, 9].map(bin_of), [0, 0, 0, 9, 10, 10, 11, 19, 19], "bins of 5 %");
  const rows = [-0.7, 0.01, 0.02].map((error_frac) => ({ error_frac, weight: 0.5 }));
  same(bins(rows as any).filter((count) => count > 0), [0.5, 1], "weights of a bin add up");
}

for (const part of [numbers, dates, series, flows, figures, load, rest, evidence]) {
  try {
    part();
  } catch (error) {
    failures.push(`${part.name}: ${String(error)}`);
  }
}
Object.assign(window, { unit_failures: failures, unit_checks: checks });
