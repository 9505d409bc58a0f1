// The utility's bill: a row a connection and month.

import { dollars, plain, significant } from "./format";
import { BillMonth } from "./result";
import { DataTable, Heading } from "./table";

type Key = "import_mwh" | "total_usd";

const sum = (months: BillMonth[], key: Key): number => months.reduce((total, month) => total + (month[key] ?? 0), 0);
const per = (usd: number, mwh: number): string => (mwh > 0 ? `$${significant(usd / mwh, 4)}` : "\u2013");
const megawatts = (kw: number | undefined): string => `${plain((kw ?? 0) / 1000, 4)} MW`;

// Demand, capacity and what stands against them.
const service = (month: BillMonth): number => (month.demand_charge_usd ?? 0) + (month.minimum_take_top_up_usd ?? 0) +
  (month.ratchet_top_up_usd ?? 0) + (month.capacity_charge_usd ?? 0) - (month.interruptible_credit_usd ?? 0);

// Columns that are zero throughout are left out.
export function bill_table(months: BillMonth[]): HTMLElement {
  const total = sum(months, "total_usd"), mwh = sum(months, "import_mwh");
  const columns: { heading: Heading<BillMonth>; foot: string; shown: boolean }[] = [];
  const add = (title: string, cell: (month: BillMonth) => string, sort: (month: BillMonth) => number, foot = "", shown = true) =>
    columns.push({ heading: { title, cell, sort, number: true }, foot, shown });
  const money = (title: string, value: (month: BillMonth) => number) => add(title, (month) => dollars(value(month), 4), value,
    dollars(months.reduce((whole, month) => whole + value(month), 0), 4), months.some((month) => value(month) !== 0));
  add("Draw", (month) => `${plain(month.import_mwh ?? 0, 4)} MWh`, (month) => month.import_mwh ?? 0, `${plain(mwh, 4)} MWh`);
  add("Peak", (month) => megawatts(month.peak_kw), (month) => month.peak_kw ?? 0);
  add("Billed demand", (month) => megawatts(month.billed_demand_kw), (month) => month.billed_demand_kw ?? 0);
  money("Energy", (month) => month.energy_charge_usd ?? 0);
  money("Export", (month) => -(month.export_revenue_usd ?? 0));
  money("Demand and capacity", service);
  money("Contracts", (month) => month.contract_settlement_usd ?? 0);
  add("Total", (month) => dollars(month.total_usd, 4), (month) => month.total_usd ?? 0, dollars(total, 4));
  add("A MWh", (month) => per(month.total_usd ?? 0, month.import_mwh ?? 0),
    (month) => (month.total_usd ?? 0) / (month.import_mwh || Infinity), per(total, mwh));
  const shown = columns.filter((column) => column.shown);
  const several = new Set(months.map((month) => month.connection)).size > 1;
  const names: Heading<BillMonth>[] = several
    ? [{ title: "Connection", cell: (month) => month.connection, sort: (month) => month.connection }] : [];
  return new DataTable<BillMonth>([...names, { title: "Month", cell: (month) => month.month, sort: (month) => month.month },
    ...shown.map((column) => column.heading)], months,
  ["All months", ...names.map(() => ""), ...shown.map((column) => column.foot)]).element;
}
