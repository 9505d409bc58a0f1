// Colours that colour-blind readers can tell apart (after Okabe and Ito, 2008), and one colour for one meaning in
// every chart: gas is always orange, the grid always blue.

const kRoles: [RegExp, string][] = [
  [/unserved|shed|fail|fault/, "--c-red"],
  [/curtail|loss|lost|other|idle|bubble|wait|stall/, "--c-grey"],
  [/solar|pv\b/, "--c-yellow"],
  [/wind/, "--c-green"],
  [/nuclear|smr/, "--c-purple"],
  [/battery|storage|bess/, "--c-teal"],
  [/gas|ccgt|turbine|engine|diesel|fuel/, "--c-orange"],
  [/water|wet_bulb|wet bulb|cool|chill|tower|pump|fan/, "--c-sky"],
  [/network|fabric|switch|commun|reduce|all-/, "--c-purple"],
  [/token|work|useful|productive/, "--c-green"],
  [/accelerator|gpu/, "--c-violet"],
  [/it_|\bit\b|server|compute/, "--c-navy"],
  [/host|cpu|optimi/, "--c-brown"],
  [/grid|utility/, "--c-blue"],
  [/bus\b/, "--c-slate"],
  [/dry_bulb|dry bulb/, "--c-red"],
  [/facility/, "--c-blue"],
];

const kSequence = ["--c-blue", "--c-orange", "--c-green", "--c-purple", "--c-sky", "--c-red", "--c-brown",
  "--c-navy", "--c-teal", "--c-violet", "--c-yellow", "--c-slate", "--c-grey"];

export function css_value(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function role(name: string): string | undefined {
  const text = name.toLowerCase();
  return kRoles.find(([pattern]) => pattern.test(text))?.[1];
}

// CSS variables for a list of names, where things of one meaning may share a colour (their labels are beside them).
export function role_variables(names: string[]): string[] {
  return names.map((name, index) => role(name) ?? kSequence[index % kSequence.length]!);
}

// Distinct CSS variables for a list of names: those with a meaning take its colour, the first of each; the others
// take the next of the sequence that is free.
export function colour_variables(names: string[]): string[] {
  const used = new Set<string>();
  const list = names.map((name) => {
    const variable = role(name);
    if (variable === undefined || used.has(variable)) return undefined;
    used.add(variable);
    return variable;
  });
  return list.map((variable, index) => {
    if (variable) return variable;
    const free = kSequence.find((candidate) => !used.has(candidate)) ?? kSequence[index % kSequence.length]!;
    used.add(free);
    return free;
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
