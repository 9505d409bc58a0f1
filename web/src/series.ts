// The hourly table: decodes columns, sums them up to days and weeks, and finds a column by name or group.

import { Column, Result } from "./result";
import { is_fraction, parse_date, readable_scale } from "./format";

export type Values = ArrayLike<number | null>;

export interface Series {
  id: string;
  label: string;
  unit: string;
  group: string;
  stacked: boolean;
  scale: number; // what `values` were divided by, as the unit says ("million tokens/s")
  values: Values;
}

// Mean, least and greatest of each bucket of `width` steps.
export interface Level {
  mean: (number | null)[];
  low: (number | null)[];
  high: (number | null)[];
}

const kNotStacked = /curtail|available|capacity|forecast|exported|export_|limit|soc|stored/;

export function decode_f32(text: string): Float32Array {
  const binary = atob(text);
  const raw = new Uint8Array(binary.length - (binary.length % 4));
  for (let i = 0; i < raw.length; i++) raw[i] = binary.charCodeAt(i);
  const view = new DataView(raw.buffer);
  const out = new Float32Array(raw.length / 4);
  for (let i = 0; i < out.length; i++) out[i] = view.getFloat32(4 * i, true);
  return out;
}

function column_values(column: Column): Values {
  if (typeof column.f32 === "string") {
    const decoded = decode_f32(column.f32);
    return decoded.some((value) => !Number.isFinite(value))
      ? Array.from(decoded, (value) => (Number.isFinite(value) ? value : null)) : decoded;
  }
  return Array.isArray(column.values) ? column.values : [];
}

function scaled(series: Series, scale: number): Values {
  return Array.from(series.values, (value) => (value === null ? null : value / scale));
}

// Fractions become per cent; columns of very large numbers get a scale word in their unit.
export function readable(series: Series): Series {
  if (is_fraction(series.id, series.unit)) return { ...series, scale: 0.01, unit: "%", values: scaled(series, 0.01) };
  let largest = 0;
  for (let i = 0; i < series.values.length; i++) largest = Math.max(largest, Math.abs(series.values[i] ?? 0));
  const [scale, word] = readable_scale(largest);
  return scale === 1 || series.unit === "" ? series : { ...series, scale, unit: `${word} ${series.unit}`,
    values: scaled(series, scale) };
}

export class Table {
  readonly start_s: number;
  readonly step_s: number;
  readonly count: number;
  readonly columns: Series[];
  private readonly levels = new Map<string, Level>();
  private readonly axes = new Map<number, Float64Array>();

  constructor(result: Result) {
    const source = result.series ?? {};
    this.start_s = parse_date(source.start ?? result.campus?.start);
    this.step_s = 3600 * (source.step_h && source.step_h > 0 ? source.step_h : 1);
    this.columns = (source.columns ?? []).map((column) => readable({
      scale: 1,
      id: column.id, label: column.label ?? column.id, unit: column.unit ?? "", group: column.group ?? "power",
      stacked: column.stack ?? !kNotStacked.test(column.id), values: column_values(column),
    })).filter((column) => column.values.length > 0);
    this.count = this.columns.reduce((most, column) => Math.max(most, column.values.length), 0);
  }

  find(id: string): Series | undefined {
    return this.columns.find((column) => column.id === id);
  }

  in_group(group: string): Series[] {
    return this.columns.filter((column) => column.group === group);
  }

  end_s(): number {
    return this.start_s + this.count * this.step_s;
  }

  // Middle of each bucket of `width` steps, in seconds since 1970.
  axis(width: number): Float64Array {
    let axis = this.axes.get(width);
    if (!axis) {
      axis = new Float64Array(Math.ceil(this.count / width));
      for (let i = 0; i < axis.length; i++) {
        const last = Math.min((i + 1) * width, this.count);
        axis[i] = this.start_s + (width === 1 ? i : (i * width + last) / 2) * this.step_s;
      }
      this.axes.set(width, axis);
    }
    return axis;
  }

  level(column: Series, width: number): Level {
    const key = `${column.id}/${width}`;
    let level = this.levels.get(key);
    if (!level) {
      level = summarise(column.values, width, this.count);
      this.levels.set(key, level);
    }
    return level;
  }
}

export function summarise(values: Values, width: number, count: number): Level {
  if (width === 1) {
    const same = Array.from({ length: count }, (_, i) => values[i] ?? null);
    return { mean: same, low: same, high: same };
  }
  const level: Level = { mean: [], low: [], high: [] };
  for (let begin = 0; begin < count; begin += width) {
    let sum = 0, known = 0, low = Infinity, high = -Infinity;
    const end = Math.min(begin + width, values.length);
    for (let i = begin; i < end; i++) {
      const value = values[i];
      if (value === null || value === undefined) continue;
      sum += value;
      known++;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    level.mean.push(known ? sum / known : null);
    level.low.push(known ? low : null);
    level.high.push(known ? high : null);
  }
  return level;
}

export interface Statistics {
  low: number;
  mean: number;
  high: number;
  p5: number;
  p95: number;
  count: number;
}

export function statistics(values: Values): Statistics | null {
  const known = Float64Array.from(Array.from(values).filter((value): value is number => value !== null)).sort();
  if (known.length === 0) return null;
  const at = (share: number) => known[Math.min(known.length - 1, Math.floor(share * known.length))]!;
  const sum = known.reduce((total, value) => total + value, 0);
  return { low: known[0]!, mean: sum / known.length, high: known[known.length - 1]!, p5: at(0.05), p95: at(0.95),
    count: known.length };
}
