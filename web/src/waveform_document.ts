// The document of `gw waveform`, format gigawatt.waveform/1 (docs/waveform.md).

import { Assumption } from "./result";

export interface Clause {
  clause: string;
  verdict: "pass" | "fail" | "not assessed";
  worst: number | null;
  limit: number | null;
  unit: string;
  margin_frac: number | null;
  at_s: number | null;
  note: string;
}

export interface Cost {
  total_usd_per_year: number;
  energy_usd_per_year: number;
  time_usd_per_year: number;
  capital_usd_per_year: number;
  energy_mwh_per_year: number;
  slowdown_frac: number;
}

export interface Smoothed {
  what: string;
  peak_mw: number;
  mean_mw: number;
  lowest_mw: number;
  cost: Cost | null;
  clauses: Clause[];
  response: { largest_deviation_hz: number; nadir_hz: number; rocof_hz_per_s: number; steady_deviation_hz: number; largest_scale: number | null } | null;
  trace: { start_s: number; step_s: number; low_mw: number[]; high_mw: number[] };
  spectrum: { spacing_hz: number; frequency_hz: number[]; amplitude_mw: number[] };
  ramps: { over_s: number; first_mw_per_s: number; width_mw_per_s: number; counts: number[] };
  duration_mw: number[];
}

export interface Level {
  hall: string;
  part: "critical" | "mechanical" | "site";
  stage: string;
  in_mw: number;
  out_mw: number;
  loss_mw: number;
  loading_frac: number;
  installed: number;
}

export interface Waveform {
  format?: string;
  version?: { code?: string; input_hash?: string; catalogue_hash?: string };
  campus?: string;
  title?: string;
  at?: string;
  buses?: string[];
  window_s?: number;
  step_s?: number;
  accelerators?: number;
  in_training?: number;
  contracted_mw?: number;
  limits?: string | null;
  band_limits?: { from_hz: number; to_hz: number; limit_mw: number }[];
  events?: { event: string; begin_s: number; end_s: number }[];
  iteration?: { job: string; period_s: number; segments: { duration_s: number; power_w: number }[] };
  as_built: Smoothed;
  mitigated: Smoothed | null;
  search?: { simulated: number; passing: { what: string; cost: Cost }[] } | null;
  resonance?: { period_s: number; deviation_hz: number }[];
  single_line?: Level[];
  assumptions?: Assumption[];
}

export function embedded_waveform(): Waveform {
  return JSON.parse(document.getElementById("result")!.textContent ?? "") as Waveform;
}

// As built, and with the smoothing found, where there is one.
export function smoothed(document: Waveform): Smoothed[] {
  return document.mitigated ? [document.as_built, document.mitigated] : [document.as_built];
}
