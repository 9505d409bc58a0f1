// The result document, format gigawatt.result/1, as the report reads it. Every part may be absent: an older or a
// shorter run still opens, and each tab shows what is there.

export type Grade = "measured" | "standard" | "vendor" | "published" | "press" | "user" | "assumed" | "computed";

export interface Version {
  code?: string;
  catalogue_hash?: string;
  input_hash?: string;
  seed?: number | string;
}

export interface Campus {
  name?: string;
  description?: string;
  place?: string;
  file?: string;
  start?: string; // "2030-01-01", local standard time of the campus
  hours?: number;
  weather?: { station?: string; stand_in_for?: string };
}

export interface Headline {
  label?: string;
  value: number | null;
  unit?: string;
  how?: string;
  sources?: string[];
  grade?: Grade;
}

// One named number: computed from others by a formula (evaluable), by a simulation (not), or given (no inputs).
export interface Figure {
  id: string;
  label?: string;
  value: number | null;
  unit?: string;
  how?: string;
  evaluable?: boolean;
  inputs?: string[];
  source?: string;
  grade?: Grade;
  place?: string;
  note?: string;
}

export interface FlowNode {
  id: string;
  label?: string;
  column: number;
}

export interface FlowLink {
  from: string;
  to: string;
  value: number;
}

export interface EnergyFlow {
  unit?: string;
  nodes?: FlowNode[];
  links?: FlowLink[];
}

// `values`, or `f32`: base64 of little-endian float32, where NaN is "no value". `stack: false` keeps a column of
// the supply group out of the stack (curtailed power, available capacity).
export interface Column {
  id: string;
  label?: string;
  unit?: string;
  group?: string;
  stack?: boolean;
  values?: (number | null)[];
  f32?: string;
}

export interface SeriesTable {
  start?: string;
  step_h?: number;
  count?: number;
  columns?: Column[];
}

export interface LoadDuration {
  id: string;
  label?: string;
  unit?: string;
  values: number[];
  hours: number[];
}

export interface CostItem {
  label: string;
  layer?: string;
  capex_usd?: number;
  life_years?: number;
  annual_usd?: number;
}

export interface CashFlowYear {
  year: number;
  revenue_usd?: number;
  opex_usd?: number;
  capex_usd?: number;
  tax_usd?: number;
  net_usd?: number;
  cumulative_usd?: number;
}

// One connection's bill of a calendar month; partial where the horizon or the service cuts it.
export interface BillMonth {
  connection: string;
  month: string; // "2026-07"
  hours?: number;
  billed_hours?: number;
  import_mwh?: number;
  export_mwh?: number;
  peak_kw?: number;
  peak_hour?: number | null; // of the horizon
  billed_demand_kw?: number;
  energy_charge_usd?: number;
  export_revenue_usd?: number;
  demand_charge_usd?: number;
  minimum_take_top_up_usd?: number;
  ratchet_top_up_usd?: number;
  capacity_charge_usd?: number;
  interruptible_credit_usd?: number;
  contract_settlement_usd?: number;
  total_usd?: number;
}

export interface Step {
  job?: string;
  total_s?: number;
  uncertainty_frac?: number;
  binding?: string;
  parts?: { label: string; seconds: number }[];
  memory?: { label: string; bytes: number }[];
  capacity_bytes?: number;
}

export interface Share {
  label: string;
  share: number;
}

// One training job: its step and where its accelerator hours go.
export interface Job {
  step?: Step;
  goodput?: Share[];
  simulated_goodput_frac?: number;
  simulated_goodput_standard_error?: number;
}

// All costs of the horizon under one way of spreading capital.
export interface CostView {
  total_usd?: number;
  usd_per_accelerator_hour?: number;
  usd_per_used_accelerator_hour?: number;
  usd_per_million_tokens?: number;
  split?: { label: string; usd: number; share_frac?: number }[];
}

export interface CampusEvent {
  hour?: number;
  date?: string;
  what?: string;
}

export interface Balance {
  name: string;
  in?: number;
  out?: number;
  residual_frac?: number;
  unit?: string;
}

export interface Assumption {
  path: string;
  value?: number | string | boolean | null;
  text?: string;
  unit?: string;
  doc?: string;
  source?: string;
  grade?: Grade;
  place?: string;
  note?: string;
}

export interface Result {
  format?: string;
  version?: Version;
  campus?: Campus;
  headline?: Record<string, Headline>;
  binding?: { constraint?: string; detail?: string };
  next_command?: string;
  figures?: Figure[];
  energy_flow?: EnergyFlow;
  series?: SeriesTable;
  load_duration?: LoadDuration[];
  costs?: CostItem[];
  cash_flow?: CashFlowYear[];
  utility_bill?: BillMonth[];
  step?: Step;
  goodput?: Share[];
  jobs?: Job[];
  cost_views?: Record<string, CostView>;
  events?: CampusEvent[];
  balances?: Balance[];
  warnings?: { code?: string; path?: string; message?: string }[];
  assumptions?: Assumption[];
  campus_yaml?: string;
}

// The document embedded in the page by gw::report::html_report.
export function embedded_result(): Result {
  const element = document.getElementById("result");
  const parsed: unknown = JSON.parse(element?.textContent?.trim() || "{}");
  return typeof parsed === "object" && parsed !== null ? (parsed as Result) : {};
}
