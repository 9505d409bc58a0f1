// Colours that colour-blind readers can tell apart (after Okabe and Ito, 2008), and one colour for one meaning in
// every chart: gas is always orange, the grid always blue.

const kRoles: [RegExp, string][] = [
  [/unserved|shed|fail|fault/, "--c-red"],
  [/curtail|loss|other|idle|bubble|wait|stall/, "--c-grey"],
  [/solar|pv\b/, "--c-yellow"],
  [/wind/, "--c-green"],
  [/nuclear|smr/, "--c-purple"],
  [/battery|storage|bess/, "--c-teal"],
  [/gas|ccgt|turbine|engine|diesel|fuel/, "--c-orange"],
  [/water|wet_bulb|wet bulb|cool|chill|tower|pump|fan/, "--c-sky"],
  [/token|work|useful|productive/, "--c-green"],
  [/accelerator|gpu|it_|\bit\b|server|compute/, "--c-navy"],
  [/network|fabric|switch|commun|reduce|all-/, "--c-purple"],
  [/host|cpu|optimi/, "--c-brown"],
  [/grid|utility|dry_bulb|dry bulb|facility|bus\b/, "--c-blue"],
];

const kSequence = ["--c-blue", "--c-orange", "--c-green", "--c-purple", "--c-sky", "--c-red", "--c-brown",
  "--c-navy", "--c-teal", "--c-yellow", "--c-grey"];

export function css_value(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

// The CSS variable for a thing called `name`, or the `index`-th of the sequence.
export function colour_variable(name: string, index: number): string {
  const text = name.toLowerCase();
  return kRoles.find(([pattern]) => pattern.test(text))?.[1] ?? kSequence[index % kSequence.length]!;
}

// Distinct variables for a list of names: the role's colour first, the next free one for a second of its kind.
export function colour_variables(names: string[]): string[] {
  const used = new Set<string>();
  return names.map((name, index) => {
    let variable = colour_variable(name, index);
    if (used.has(variable)) variable = kSequence.find((candidate) => !used.has(candidate)) ?? variable;
    used.add(variable);
    return variable;
  });
}

export function colour(variable: string): string {
  return css_value(variable) || "#888";
}

export function translucent(hex: string, alpha: number): string {
  const parts = /^#(..)(..)(..)$/.exec(hex);
  if (!parts) return hex;
  const [red, green, blue] = parts.slice(1).map((part) => parseInt(part, 16));
  return `rgba(${red},${green},${blue},${alpha})`;
}

// The cividis ramp (Nunez, Anderton and Renslow, 2018): even in lightness, the same for colour-blind readers.
const kRamp = [[0, 32, 76], [0, 44, 105], [57, 72, 107], [87, 93, 109], [112, 113, 115], [138, 134, 120],
  [165, 156, 116], [195, 179, 105], [225, 204, 85], [255, 233, 69]];

export function ramp(share: number): [number, number, number] {
  const place = Math.min(1, Math.max(0, share)) * (kRamp.length - 1);
  const index = Math.min(kRamp.length - 2, Math.floor(place));
  const [from, to] = [kRamp[index]!, kRamp[index + 1]!];
  const mix = (i: number) => Math.round(from[i]! + (place - index) * (to[i]! - from[i]!));
  return [mix(0), mix(1), mix(2)];
}
