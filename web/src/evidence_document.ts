// The document of `gw evidence`, format gigawatt.evidence/1 (docs/evidence.md).

export interface Group {
  kind: string;
  name: string;
  rows: number;
  configurations: number;
  median_error_frac: number | null;
  two_thirds_error_frac: number | null;
  p90_error_frac: number | null;
  bias_frac: number | null;
  rank_correlation: number | null;
  ranked_groups: number;
  within_uncertainty_frac: number | null;
}

export interface Row {
  id: string;
  source: string;
  model: string;
  accelerator: string;
  accelerators: number;
  quality: string;
  config_group: string;
  experts: boolean;
  reason?: string;
  fully_sharded?: boolean;
  generation?: string;
  weight?: number;
  measured_as?: string;
  measured_s?: number;
  predicted_s?: number;
  error_frac?: number;
  uncertainty_frac?: number;
  within_uncertainty?: boolean;
  memory_bytes?: number;
  memory_fits?: boolean;
  setup?: { accelerator: string; software: string; fabric: string; model: string | null;
    plan: Record<string, string | number | boolean> };
  assumptions?: string[];
}

// A row that has a prediction.
export type Predicted = Row & Required<Pick<Row, "fully_sharded" | "generation" | "weight" | "measured_s" |
  "predicted_s" | "error_frac" | "uncertainty_frac" | "setup" | "assumptions">>;

export interface Evidence {
  format?: string;
  version?: { code?: string; catalogue_hash?: string; table_hash?: string };
  table?: string;
  set?: string[];
  row_count?: number;
  predicted_count?: number;
  groups?: Group[];
  without_prediction?: { reason: string; rows: number; details: string[] }[];
  rows?: Row[];
}

export function predicted(document: Evidence): Predicted[] {
  return (document.rows ?? []).filter((row): row is Predicted => row.reason === undefined &&
    row.measured_s !== undefined);
}

export function embedded_evidence(): Evidence {
  const parsed: unknown = JSON.parse(document.getElementById("result")?.textContent?.trim() || "{}");
  return typeof parsed === "object" && parsed !== null ? (parsed as Evidence) : {};
}

export function kind_of(row: Predicted): string {
  return `${row.generation} ${row.experts ? "experts" : "dense"} ${row.fully_sharded ? "FSDP" : "3D"}`;
}
