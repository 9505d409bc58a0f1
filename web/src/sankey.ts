// The energy flow as a drawing: supply on the left, tokens on the right, every ribbon's width its energy.

import { role_variables } from "./colours";
import { h, has, svg } from "./dom";
import { percent, with_unit } from "./format";
import { EnergyFlow } from "./result";
import { Placed, Ribbon, sankey_layout } from "./sankey_layout";
import { tip } from "./tooltip";

const kWidth = 1320;
const kSide = 196; // room for the labels of the first and the last column
const kNodeWidth = 14;
const kLongest = 26; // characters of a label; the whole of it is in the tooltip
const kGap = 34; // a label of two lines fits between two thin nodes

function path(ribbon: Ribbon): string {
  const [x0, x1] = [ribbon.from.x + kNodeWidth, ribbon.to.x];
  const bend = (x0 + x1) / 2;
  return `M${x0},${ribbon.from_y.toFixed(1)}C${bend},${ribbon.from_y.toFixed(1)} ${bend},${ribbon.to_y.toFixed(1)} ` +
    `${x1},${ribbon.to_y.toFixed(1)}`;
}

function shortened(text: string): string {
  return text.length > kLongest ? `${text.slice(0, kLongest - 1).trimEnd()}\u2026` : text;
}

function label(placed: Placed, unit: string, first: boolean): SVGElement {
  const outside = first ? placed.x - 8 : placed.x + kNodeWidth + 8;
  const anchor = first ? "end" : "start";
  const y = placed.y + placed.height / 2;
  return svg("text", { x: outside, y: y - 2, "text-anchor": anchor, class: "flow-label" },
    svg("tspan", {}, shortened(placed.label)),
    svg("tspan", { x: outside, dy: "1.15em", class: "flow-value" }, with_unit(placed.value, unit, 4)));
}

function ribbon_element(ribbon: Ribbon, variable: string, unit: string): SVGElement {
  const share = percent(ribbon.link.value / ribbon.from.value);
  return svg("path", { d: path(ribbon), class: "ribbon", stroke: `var(${variable})`,
    "stroke-width": ribbon.width.toFixed(2),
    ...tip(`${ribbon.from.label} \u2192 ${ribbon.to.label}`, with_unit(ribbon.link.value, unit, 5),
      `${share} of ${ribbon.from.label}`) });
}

// A ribbon has the colour of its supply on the way in, and of what it feeds after that.
function tone(ribbon: Ribbon): Placed {
  return ribbon.from.incoming.length === 0 ? ribbon.from : ribbon.to;
}

export function sankey(flow: EnergyFlow | undefined): HTMLElement | null {
  if (!flow || !has(flow.nodes) || !has(flow.links)) return null;
  const unit = flow.unit ?? "";
  const tallest = Math.max(...flow.nodes.map((node) => flow.nodes!.filter((n) => n.column === node.column).length));
  const height = Math.max(340, Math.min(720, 80 + tallest * 62));
  const layout = sankey_layout(flow, { left: kSide, right: kWidth - kSide, top: 16, height, gap: kGap,
    node_width: kNodeWidth });
  if (layout.nodes.length === 0) return null;
  const variables = role_variables(layout.nodes.map((placed) => `${placed.node.id} ${placed.label}`));
  const variable = new Map(layout.nodes.map((placed, index) => [placed, variables[index]!]));
  const first = layout.columns[0];
  const drawing = svg("svg", { viewBox: `0 0 ${kWidth} ${height + 36}`, class: "sankey", role: "img",
    "aria-label": `Energy flow in ${unit}` },
    ...layout.ribbons.map((ribbon) => ribbon_element(ribbon, variable.get(tone(ribbon))!, unit)),
    ...layout.nodes.map((placed) => svg("rect", { x: placed.x, y: placed.y, width: kNodeWidth,
      height: placed.height, rx: 1.5, fill: `var(${variable.get(placed)})`,
      ...tip(placed.label, with_unit(placed.value, unit, 5)) })),
    ...layout.nodes.map((placed) => label(placed, unit, placed.node.column === first)));
  return h("div", { class: "scroll" }, drawing);
}
