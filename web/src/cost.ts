// Cost: what is built, what it costs a year, and the money over the years.

import { stacked_bar } from "./bars";
import { cash_flow_chart } from "./cash_flow";
import { h, has, panel } from "./dom";
import { dollars, percent, plain, significant } from "./format";
import { CashFlowYear, CostItem, CostView, Result } from "./result";
import { DataTable, Heading } from "./table";
import { bill_table } from "./utility_bill";

function total(items: CostItem[], key: "capex_usd" | "annual_usd"): number {
  return items.reduce((sum, item) => sum + (item[key] ?? 0), 0);
}

function by_layer(items: CostItem[], key: "capex_usd" | "annual_usd") {
  const layers = new Map<string, number>();
  for (const item of items) {
    const layer = item.layer || "other";
    layers.set(layer, (layers.get(layer) ?? 0) + (item[key] ?? 0));
  }
  return [...layers].map(([label, value]) => ({ label, value }));
}

function bar(items: CostItem[], key: "capex_usd" | "annual_usd") {
  const parts = items.map((item) => ({ label: item.label, value: item[key] ?? 0 }))
    .sort((a, b) => b.value - a.value);
  if (!(total(items, key) > 0)) return [];
  return [h("h3", {}, "By layer"), stacked_bar(by_layer(items, key), { text: dollars }),
    h("h3", {}, "By part"), stacked_bar(parts, { text: dollars })];
}

function cost_table(items: CostItem[]): HTMLElement {
  const whole = total(items, "capex_usd");
  return new DataTable<CostItem>([
    { title: "Part", cell: (item) => item.label, sort: (item) => item.label },
    { title: "Layer", cell: (item) => item.layer ?? "", sort: (item) => item.layer ?? "" },
    { title: "Capital", cell: (item) => dollars(item.capex_usd, 4), sort: (item) => item.capex_usd ?? 0,
      number: true },
    { title: "Share", cell: (item) => (whole > 0 ? percent((item.capex_usd ?? 0) / whole) : ""),
      sort: (item) => item.capex_usd ?? 0, number: true },
    { title: "Life", cell: (item) => (item.life_years ? `${plain(item.life_years, 3)} years` : "\u2013"),
      sort: (item) => item.life_years ?? 0, number: true },
    { title: "A year", cell: (item) => dollars(item.annual_usd, 4), sort: (item) => item.annual_usd ?? 0,
      number: true },
  ], items, ["Total", "", dollars(whole, 4), whole > 0 ? percent(1) : "", "",
    dollars(total(items, "annual_usd"), 4)]).element;
}

function cash_table(years: CashFlowYear[]): HTMLElement {
  const columns: [string, keyof CashFlowYear][] = [["Revenue", "revenue_usd"], ["Operation", "opex_usd"],
    ["Capital", "capex_usd"], ["Tax", "tax_usd"], ["Net", "net_usd"], ["Running total", "cumulative_usd"]];
  const headings: Heading<CashFlowYear>[] = [{ title: "Year", cell: (row) => String(row.year) },
    ...columns.filter(([, key]) => years.some((year) => year[key] !== undefined)).map(([title, key]) => ({
      title, number: true, cell: (row: CashFlowYear) => dollars(row[key], 4) }))];
  return new DataTable<CashFlowYear>(headings, years).element;
}

type Row = { label: string; values: (number | undefined)[]; dollars: (value: number | undefined) => string };

// The two ways of spreading capital over the years, side by side.
function view_table(views: Record<string, CostView>): HTMLElement {
  const names = Object.keys(views);
  const small = (value: number | undefined) => (value === undefined ? "\u2013" : `$${significant(value, 4)}`);
  const whole = (value: number | undefined) => dollars(value, 4);
  const row = (label: string, key: keyof CostView, text: Row["dollars"]): Row => ({ label, dollars: text,
    values: names.map((name) => views[name]![key] as number | undefined) });
  const parts = [...new Set(names.flatMap((name) => (views[name]!.split ?? []).map((part) => part.label)))];
  const rows = [...parts.map((label): Row => ({ label, dollars: whole, values: names.map((name) =>
    views[name]!.split?.find((part) => part.label === label)?.usd) })),
    row("All costs of the horizon", "total_usd", whole), row("An accelerator hour", "usd_per_accelerator_hour", small),
    row("An accelerator hour in use", "usd_per_used_accelerator_hour", small),
    row("A million tokens", "usd_per_million_tokens", small)];
  return new DataTable<Row>([{ title: "Cost of", cell: (item) => (parts.includes(item.label) ? item.label : h("b", {}, item.label)) },
    ...names.map((name, i) => ({ title: name.replace(/_/g, " "), number: true,
      cell: (item: Row) => item.dollars(item.values[i]) }))], rows).element;
}

export function cost(result: Result): HTMLElement[] {
  const items = has(result.costs) ? result.costs : [];
  const years = has(result.cash_flow) ? result.cash_flow : [];
  return [
    panel("Capital", () => bar(items, "capex_usd"), { note: items.length
      ? `${dollars(total(items, "capex_usd"), 4)} in all` : "" }),
    panel("Cost a year", () => bar(items, "annual_usd"), { note: items.length
      ? `${dollars(total(items, "annual_usd"), 4)} a year` : "" }),
    panel("Two views of the same money", () => (result.cost_views && Object.keys(result.cost_views).length
      ? [view_table(result.cost_views)] : []), { wide: true, note: "capital spread by annuity or evenly" }),
    panel("Parts", () => [items.length ? cost_table(items) : null], { wide: true }),
    panel("Utility bill", () => (has(result.utility_bill) ? [bill_table(result.utility_bill)] : []), { wide: true,
      note: "by calendar month, local standard time" }),
    panel("Cash flow", () => (years.length ? [cash_flow_chart(years), cash_table(years)] : []), { wide: true }),
  ].filter((part): part is HTMLElement => part !== null);
}
