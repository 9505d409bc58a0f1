// A whole and its parts as one horizontal bar, with a list of the parts below it.

import { colour_variables } from "./colours";
import { h } from "./dom";
import { percent } from "./format";
import { tip } from "./tooltip";

export interface Part {
  label: string;
  value: number;
}

export interface BarOptions {
  text: (value: number) => string; // a value with its unit
  whole?: number; // what the bar's full length stands for; the sum of the parts if absent
  rest?: string; // name of what is left of the whole
  share?: boolean; // false where the value is itself a share
}

function with_rest(parts: Part[], options: BarOptions): { parts: Part[]; whole: number } {
  const sum = parts.reduce((total, part) => total + part.value, 0);
  const whole = Math.max(options.whole ?? sum, sum);
  const left = whole - sum;
  return { whole, parts: options.rest && left > 1e-9 * whole ? [...parts, { label: options.rest, value: left }]
    : parts };
}

export function stacked_bar(given: Part[], options: BarOptions): HTMLElement {
  const { parts, whole } = with_rest(given.filter((part) => part.value > 0), options);
  const variables = colour_variables(parts.map((part) => part.label));
  if (options.rest && parts.length && parts[parts.length - 1]!.label === options.rest) {
    variables[variables.length - 1] = "--c-empty";
  }
  const bar = h("div", { class: "bar", role: "img", "aria-label": parts.map((part) =>
    `${part.label} ${percent(part.value / whole)}`).join(", ") },
    ...parts.map((part, index) => h("div", { class: "bar-part", style:
      `flex-grow:${part.value / whole};background:var(${variables[index]})`,
      ...tip(part.label, options.text(part.value), percent(part.value / whole)) },
      part.value / whole > 0.09 && variables[index] !== "--c-empty" ? h("span", {}, percent(part.value / whole)) : null)));
  const list = h("ul", { class: options.share === false ? "bar-list plain" : "bar-list" }, ...parts.map((part, index) => h("li", {},
    h("i", { style: `background:var(${variables[index]})` }), h("span", {}, part.label),
    h("b", {}, options.text(part.value)), options.share === false ? null : h("em", {}, percent(part.value / whole)))));
  return h("div", { class: "stacked" }, bar, list);
}
