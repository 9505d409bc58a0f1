// The charts of the page of `gw waveform`: power over time, spectrum with its limits, ramps, duration, resonance.

import { colour, translucent } from "./colours";
import { axis_marks, plain } from "./format";
import { Plot, x_axis, y_axis, y_range } from "./plot";
import { Smoothed, Waveform, smoothed } from "./waveform_document";

const kNoPoints = { show: false };
const kVariables = ["--c-blue", "--c-orange"];
const kLimit = "--c-red";
const kHeight = 240;
const kLog = 3; // uPlot: a scale of powers of ten
const kPositive = 1e-9; // a logarithmic axis has no zero

interface Line {
  label: string;
  variable: string;
  dashed?: boolean;
  values: (number | null)[];
  // Lowest and highest where the line is the mean of a band.
  band?: [number[], number[]];
}

interface Chart {
  title: string;
  unit: string;
  x: number[];
  x_label: string;
  lines: Line[];
  log_x?: boolean;
  log_y?: boolean;
  from_zero?: boolean;
}

function line_series(lines: Line[]): { series: uPlot.SeriesOptions[]; data: (number | null)[][]; bands: uPlot.Options["bands"] } {
  const series: uPlot.SeriesOptions[] = [];
  const data: (number | null)[][] = [];
  const bands: NonNullable<uPlot.Options["bands"]> = [];
  for (const line of lines) {
    series.push({ stroke: () => colour(line.variable), width: 1.3, points: kNoPoints, dash: line.dashed ? [6, 4] : undefined });
    data.push(line.values);
    if (!line.band) continue;
    series.push({ width: 0, points: kNoPoints }, { width: 0, points: kNoPoints });
    data.push(line.band[1], line.band[0]);
    bands.push({ series: [series.length - 1, series.length], fill: () => translucent(colour(line.variable), 0.25) });
  }
  return { series, data, bands };
}

function powers(splits: number[]): (string | null)[] {
  return splits.map((value) => (value > 0 && Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-9 ? plain(value) : null));
}

function draw(chart: Chart): HTMLElement {
  const made = line_series(chart.lines);
  const y = chart.log_y ? { distr: kLog } : { range: chart.from_zero ? y_range : undefined };
  return new Plot({
    title: chart.title, unit: chart.unit, height: kHeight,
    legend: chart.lines.map((line) => ({ label: line.label, variable: line.variable, unit: chart.unit, dashed: line.dashed,
      value: (index) => line.values[index] })),
    data: () => [chart.x, ...made.data],
    options: {
      series: [{}, ...made.series], bands: made.bands,
      scales: { x: { time: false, ...(chart.log_x ? { distr: kLog } : {}) } as uPlot.Scale, y: y as uPlot.Scale },
      axes: [x_axis({ label: chart.x_label, labelSize: 16, size: 40,
        values: (_, splits) => (chart.log_x ? powers(splits) : axis_marks(splits)) }),
        { ...y_axis(chart.unit), ...(chart.log_y ? { values: (_: uPlot, splits: number[]) => powers(splits) } : {}) }],
      cursor: { drag: { x: true, y: false, setScale: true } },
    },
  }).element;
}

function named(waveform: Smoothed, index: number): { label: string; variable: string } {
  return { label: waveform.what, variable: kVariables[index]! };
}

// Each point is the mean of a run of samples; its band reaches from the lowest to the highest of them.
export function time_chart(document: Waveform): HTMLElement {
  const all = smoothed(document);
  const { start_s, step_s, low_mw } = all[0]!.trace;
  return draw({ title: "Power at the point of interconnection", unit: "MW", x_label: "time, s",
    x: low_mw.map((_, i) => start_s + (i + 0.5) * step_s),
    lines: all.map((waveform, i) => ({ ...named(waveform, i),
      values: waveform.trace.low_mw.map((low, k) => 0.5 * (low + waveform.trace.high_mw[k]!)),
      band: [waveform.trace.low_mw, waveform.trace.high_mw] })) });
}

// One iteration of one accelerator, as steps.
export function iteration_chart(document: Waveform): HTMLElement | null {
  const segments = document.iteration?.segments ?? [];
  if (segments.length === 0) return null;
  const x: number[] = [];
  const values: number[] = [];
  let at = 0;
  for (const segment of segments) {
    x.push(at, at + segment.duration_s * (1 - 1e-9));
    values.push(segment.power_w, segment.power_w);
    at += segment.duration_s;
  }
  return draw({ title: `One iteration of ${document.iteration!.job}`, unit: "W per accelerator", x_label: "time, s", x,
    lines: [{ label: "", variable: kVariables[0]!, values }] });
}

// The limits of lines are drawn where they hold.
export function spectrum_chart(document: Waveform): HTMLElement {
  const all = smoothed(document);
  const x = all[0]!.spectrum.frequency_hz;
  const lines: Line[] = all.map((waveform, i) => ({ ...named(waveform, i),
    values: waveform.spectrum.amplitude_mw.map((mw) => Math.max(mw, kPositive)) }));
  for (const band of document.band_limits ?? []) {
    lines.push({ label: `limit, ${plain(band.from_hz)} to ${plain(band.to_hz)} Hz`, variable: kLimit, dashed: true,
      values: x.map((hz) => (hz >= band.from_hz && hz <= band.to_hz ? band.limit_mw : null)) });
  }
  return draw({ title: "Spectrum", unit: "MW amplitude", x_label: "frequency, Hz", x, lines, log_x: true, log_y: true });
}

// Both histograms on one axis, as steps.
export function ramp_chart(document: Waveform): HTMLElement {
  const all = smoothed(document);
  const edges = new Set<number>();
  const bins = all.map(({ ramps }) => ramps.counts.map((count, k) => ({ count,
    from: ramps.first_mw_per_s + k * ramps.width_mw_per_s, to: ramps.first_mw_per_s + (k + 1) * ramps.width_mw_per_s })));
  bins.flat().forEach(({ from, to }) => { edges.add(from); edges.add(to); });
  const x = [...edges].sort((a, b) => a - b);
  return draw({ title: `Change over ${plain(all[0]!.ramps.over_s)} s`, unit: "samples", x_label: "MW/s", x, from_zero: true,
    lines: all.map((waveform, i) => ({ ...named(waveform, i),
      values: x.map((at) => bins[i]!.find(({ from, to }) => at >= from && at < to)?.count ?? 0) })) });
}

export function duration_chart(document: Waveform): HTMLElement {
  const all = smoothed(document);
  const count = all[0]!.duration_mw.length;
  return draw({ title: "Load duration", unit: "MW", x_label: "% of the window", x: all[0]!.duration_mw.map((_, i) =>
    100 * i / (count - 1)), lines: all.map((waveform, i) => ({ ...named(waveform, i), values: waveform.duration_mw })) });
}

export function resonance_chart(document: Waveform): HTMLElement | null {
  const curve = document.resonance ?? [];
  if (curve.length === 0) return null;
  return draw({ title: "Resonance: frequency deviation by iteration period", unit: "mHz", x_label: "period, s", log_x: true,
    log_y: true, x: curve.map((point) => point.period_s), lines: [{ label: `this job: ${plain(document.iteration?.period_s)} s`,
      variable: kVariables[0]!, values: curve.map((point) => Math.max(1e3 * point.deviation_hz, kPositive)) }] });
}
