// Places of an energy flow: columns from left to right, node height in proportion to the energy through it.
// Nodes start in the given order, move towards the mean of their neighbours, and never overlap.

import { EnergyFlow, FlowLink, FlowNode } from "./result";

export interface Placed {
  node: FlowNode;
  label: string;
  value: number;
  x: number;
  y: number;
  height: number;
  incoming: Ribbon[];
  outgoing: Ribbon[];
}

export interface Ribbon {
  link: FlowLink;
  from: Placed;
  to: Placed;
  width: number;
  from_y: number;
  to_y: number;
}

export interface Layout {
  nodes: Placed[];
  ribbons: Ribbon[];
  columns: number[];
  height: number;
}

export interface Frame {
  left: number;
  right: number;
  top: number;
  height: number;
  gap: number;
  node_width: number;
}

const kPasses = 24;

function connect(flow: EnergyFlow): { nodes: Placed[]; ribbons: Ribbon[] } {
  const nodes = (flow.nodes ?? []).map((node): Placed => ({
    node, label: node.label || node.id, value: 0, x: 0, y: 0, height: 0, incoming: [], outgoing: [] }));
  const by_id = new Map(nodes.map((placed) => [placed.node.id, placed]));
  const ribbons: Ribbon[] = [];
  for (const link of flow.links ?? []) {
    const [from, to] = [by_id.get(link.from), by_id.get(link.to)];
    if (!from || !to || from === to || !(link.value > 0)) continue;
    const ribbon = { link, from, to, width: 0, from_y: 0, to_y: 0 };
    from.outgoing.push(ribbon);
    to.incoming.push(ribbon);
    ribbons.push(ribbon);
  }
  const sum = (list: Ribbon[]) => list.reduce((total, ribbon) => total + ribbon.link.value, 0);
  for (const placed of nodes) placed.value = Math.max(sum(placed.incoming), sum(placed.outgoing));
  return { nodes: nodes.filter((placed) => placed.value > 0), ribbons };
}

function centre(placed: Placed): number {
  return placed.y + placed.height / 2;
}

// Mean centre of the neighbours, weighted by flow.
function wanted(placed: Placed, ribbons: Ribbon[], other: (ribbon: Ribbon) => Placed): number {
  const weight = ribbons.reduce((total, ribbon) => total + ribbon.link.value, 0);
  if (weight === 0) return centre(placed);
  return ribbons.reduce((total, ribbon) => total + ribbon.link.value * centre(other(ribbon)), 0) / weight;
}

function separate(column: Placed[], frame: Frame): void {
  column.sort((a, b) => centre(a) - centre(b));
  let bottom = frame.top;
  for (const placed of column) {
    placed.y = Math.max(placed.y, bottom);
    bottom = placed.y + placed.height + frame.gap;
  }
  let limit = frame.top + frame.height;
  for (const placed of [...column].reverse()) {
    placed.y = Math.min(placed.y, limit - placed.height);
    limit = placed.y - frame.gap;
  }
}

function relax(columns: Placed[][], frame: Frame): void {
  for (let pass = 0; pass < kPasses; pass++) {
    const forward = pass % 2 === 0;
    const ease = 0.9 * (1 - pass / kPasses) + 0.1;
    for (const column of forward ? columns : [...columns].reverse()) {
      for (const placed of column) {
        const target = forward ? wanted(placed, placed.incoming, (ribbon) => ribbon.from)
          : wanted(placed, placed.outgoing, (ribbon) => ribbon.to);
        placed.y += (target - centre(placed)) * ease;
      }
      separate(column, frame);
    }
  }
}

function attach(nodes: Placed[]): void {
  for (const placed of nodes) {
    placed.outgoing.sort((a, b) => centre(a.to) - centre(b.to));
    placed.incoming.sort((a, b) => centre(a.from) - centre(b.from));
    let y = placed.y;
    for (const ribbon of placed.outgoing) {
      ribbon.from_y = y + ribbon.width / 2;
      y += ribbon.width;
    }
    y = placed.y;
    for (const ribbon of placed.incoming) {
      ribbon.to_y = y + ribbon.width / 2;
      y += ribbon.width;
    }
  }
}

export function sankey_layout(flow: EnergyFlow, frame: Frame): Layout {
  const { nodes, ribbons } = connect(flow);
  const columns = [...new Set(nodes.map((placed) => placed.node.column))].sort((a, b) => a - b);
  const stacks = columns.map((column) => nodes.filter((placed) => placed.node.column === column));
  const scale = stacks.reduce((least, stack) => {
    const room = frame.height - frame.gap * (stack.length - 1);
    return Math.min(least, room / stack.reduce((total, placed) => total + placed.value, 0));
  }, Infinity);
  const pitch = (frame.right - frame.left - frame.node_width) / Math.max(1, columns.length - 1);
  stacks.forEach((stack, index) => {
    let y = frame.top;
    for (const placed of stack) {
      placed.x = frame.left + index * pitch;
      placed.height = Math.max(1.5, placed.value * scale);
      placed.y = y;
      y += placed.height + frame.gap;
    }
  });
  for (const ribbon of ribbons) ribbon.width = Math.max(1, ribbon.link.value * scale);
  relax(stacks, frame);
  attach(nodes);
  return { nodes, ribbons, columns, height: frame.height };
}
