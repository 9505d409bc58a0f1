// Numbers, units and dates as text. A value is never shown without its unit.

const kScales: [number, string][] = [[1e12, "trillion"], [1e9, "billion"], [1e6, "million"]];
const kMinus = "\u2212";
const kThin = "\u202f";

function grouped(text: string): string {
  const [whole, decimals] = text.split(".");
  const commas = whole!.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return decimals ? `${commas}.${decimals}` : commas;
}

// `value` with `digits` significant digits, thousands grouped, no exponent between 1e-4 and 1e15.
export function significant(value: number | null | undefined, digits = 4): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return "\u2013";
  if (value === 0) return "0";
  const size = Math.abs(value);
  const sign = value < 0 ? kMinus : "";
  if (size < 1e-4 || size >= 1e15) {
    const [mantissa, exponent] = size.toExponential(digits - 1).split("e");
    return `${sign}${mantissa} \u00d7 10${superscript(Number(exponent))}`;
  }
  const rounded = Number(size.toPrecision(digits));
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(rounded)));
  return sign + grouped(decimals > 0 ? rounded.toFixed(decimals) : String(rounded));
}

// As `significant`, without zeros at the end: for counts, given numbers and the marks of an axis.
export function plain(value: number | null | undefined, digits = 4): string {
  const text = significant(value, digits);
  return text.includes("\u00d7") ? text.replace(/\.?0+ \u00d7/, " \u00d7") : text.replace(/\.\d*?(0+)$/, (part) =>
    part.replace(/\.?0+$/, ""));
}

// The divisor and the word that make large values readable: 4.2e8 tokens/s -> 420 million tokens/s.
export function readable_scale(largest: number): [number, string] {
  return kScales.find(([scale]) => largest >= scale) ?? [1, ""];
}

function superscript(exponent: number): string {
  const marks = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079";
  return String(exponent).replace("-", "\u207b").replace(/\d/g, (digit) => marks[Number(digit)]!);
}

// The marks of an axis, all with as many decimals as their step needs.
export function axis_marks(values: number[]): string[] {
  const step = Math.abs((values[1] ?? 1) - (values[0] ?? 0)) || 1;
  let decimals = 0;
  while (decimals < 8 && Math.abs(step * 10 ** decimals - Math.round(step * 10 ** decimals)) > 1e-6) decimals++;
  return values.map((value) => (value < -1e-12 ? kMinus : "") + grouped(Math.abs(value).toFixed(decimals)));
}

export interface Quantity {
  number: string;
  unit: string;
}

export function is_fraction(id: string, unit: string | undefined): boolean {
  return unit === "frac" || ((unit === undefined || unit === "" || unit === "1") && /_(frac|share)$/.test(id));
}

export function pretty_unit(unit: string | undefined): string {
  if (!unit || unit === "1" || unit === "frac") return "";
  return unit.replace(/\bm3\b/g, "m\u00b3").replace(/\bm2\b/g, "m\u00b2").replace(/^C$/, "\u00b0C")
    .replace(/^degC$/, "\u00b0C").replace(/\bCO2\b/g, "CO\u2082").replace(/^USD\b/, "$")
    .replace(/\bB?USD\b/, (text) => (text === "BUSD" ? "$ billion" : "$"));
}

// A number and its unit apart, so that they can be set in two sizes. Fractions become per cent; counts above a
// million are given in words.
export function quantity(id: string, value: number | null | undefined, unit?: string, digits = 4): Quantity {
  if (value === null || value === undefined) return { number: "\u2013", unit: pretty_unit(unit) };
  if (is_fraction(id, unit)) return { number: significant(100 * value, Math.min(digits, 4)), unit: "%" };
  const [scale, word] = readable_scale(Math.abs(value));
  if (scale > 1) return { number: significant(value / scale, digits), unit: `${word} ${pretty_unit(unit)}`.trim() };
  return { number: significant(value, digits), unit: pretty_unit(unit) };
}

export function with_unit(value: number | null | undefined, unit?: string, digits = 4): string {
  const shown = pretty_unit(unit);
  const number = significant(value, digits);
  return shown ? `${number}${kThin}${shown}` : number;
}

export function percent(share: number, digits = 3): string {
  return Math.abs(share) < 5e-5 && share !== 0 ? `<0.01${kThin}%` : `${significant(100 * share, digits)}${kThin}%`;
}

// Dollars with one scale word: "$45.2 bn".
export function dollars(value: number | null | undefined, digits = 3): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return "\u2013";
  const size = Math.abs(value);
  const sign = value < 0 ? kMinus : "";
  for (const [scale, word] of [[1e9, "bn"], [1e6, "m"], [1e3, "k"]] as [number, string][]) {
    if (size >= scale) return `${sign}$${significant(size / scale, digits)}${kThin}${word}`;
  }
  return `${sign}$${significant(size, digits)}`;
}

export function scaled(value: number, steps: [number, string][]): string {
  const step = steps.find(([scale]) => Math.abs(value) >= scale) ?? steps[steps.length - 1]!;
  return `${significant(value / step[0], 4)}${kThin}${step[1]}`;
}

export function bytes(value: number): string {
  return scaled(value, [[1e12, "TB"], [1e9, "GB"], [1e6, "MB"], [1e3, "kB"], [1, "B"]]);
}

export function seconds(value: number): string {
  return scaled(value, [[86400, "d"], [3600, "h"], [1, "s"], [1e-3, "ms"], [1e-6, "\u00b5s"]]);
}

const kMonths = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

// Seconds since 1970 of "2030-01-01" or "2030-01-01T05:00", read as the campus's own clock (no time zone).
export function parse_date(text: string | undefined): number {
  const parts = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2}))?/.exec(text ?? "");
  if (!parts) return Date.UTC(2001, 0, 1) / 1000;
  const [year, month, day, hour, minute] = parts.slice(1).map((part) => Number(part ?? 0));
  return Date.UTC(year!, month! - 1, day!, hour || 0, minute || 0) / 1000;
}

export function date_text(seconds_since_1970: number, with_hour = true): string {
  const date = new Date(seconds_since_1970 * 1000);
  const day = `${date.getUTCDate()} ${kMonths[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  if (!with_hour) return day;
  const clock = [date.getUTCHours(), date.getUTCMinutes()].map((part) => String(part).padStart(2, "0"));
  return `${day} ${clock.join(":")}`;
}
