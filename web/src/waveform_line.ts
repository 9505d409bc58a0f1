// Single-line diagram: from the service down to racks and cooling, MW and losses at each stage, all halls together.

import { svg } from "./dom";
import { significant } from "./format";
import { tip } from "./tooltip";
import { Level, Waveform } from "./waveform_document";

const kWidth = 760;
const kRow = 58;
const kBox = { width: 210, height: 36 };

interface Stage {
  part: Level["part"];
  stage: string;
  in_mw: number;
  out_mw: number;
  loss_mw: number;
  worst_loading: number;
  installed: number;
}

// Stages of one name and part, over halls, in the order of the chain.
function together(levels: Level[]): Stage[] {
  const stages: Stage[] = [];
  for (const level of levels) {
    let stage = stages.find((s) => s.part === level.part && s.stage === level.stage);
    if (!stage) {
      stage = { part: level.part, stage: level.stage, in_mw: 0, out_mw: 0, loss_mw: 0, worst_loading: 0, installed: 0 };
      stages.push(stage);
    }
    stage.in_mw += level.in_mw;
    stage.out_mw += level.out_mw;
    stage.loss_mw += level.loss_mw;
    stage.installed += level.installed;
    stage.worst_loading = Math.max(stage.worst_loading, level.loading_frac);
  }
  return stages;
}

function box(stage: Stage, x: number, y: number): SVGElement[] {
  const name = stage.stage.replaceAll("_", " ");
  return [
    svg("rect", { class: stage.worst_loading > 1 ? "line-box over" : "line-box", x: x - kBox.width / 2, y, rx: 4,
      width: kBox.width, height: kBox.height, ...tip(name, `in ${significant(stage.in_mw)} MW, out ${significant(stage.out_mw)} MW`,
        `loss ${significant(stage.loss_mw)} MW, ${significant(100 * stage.loss_mw / (stage.in_mw || 1), 3)} %`,
        `most loaded ${significant(100 * stage.worst_loading, 3)} %, ${significant(stage.installed, 3)} installed`) }),
    svg("text", { class: "line-name", x, y: y + 15, "text-anchor": "middle" }, name),
    svg("text", { class: "line-loss", x, y: y + 29, "text-anchor": "middle" },
      `\u2212${significant(stage.loss_mw, 3)} MW, loaded ${significant(100 * stage.worst_loading, 3)} %`)];
}

function wire(x: number, from: number, to: number, mw: number): SVGElement[] {
  return [svg("line", { class: "line-wire", x1: x, x2: x, y1: from, y2: to }),
    svg("text", { class: "line-mw", x: x + 8, y: (from + to) / 2 + 4 }, `${significant(mw)} MW`)];
}

// A column of stages from the source down; returns where it ends.
function column(stages: Stage[], x: number, top: number, end: string, marks: SVGElement[]): number {
  let y = top;
  for (const stage of stages) {
    marks.push(...wire(x, y, y + kRow - kBox.height, stage.in_mw), ...box(stage, x, y + kRow - kBox.height));
    y += kRow;
  }
  if (end && stages.length > 0) {
    marks.push(...wire(x, y, y + 22, stages[stages.length - 1]!.out_mw),
      svg("text", { class: "line-end", x, y: y + 38, "text-anchor": "middle" }, end));
    y += 44;
  }
  return y;
}

export function single_line(document: Waveform): HTMLElement | null {
  const stages = together(document.single_line ?? []);
  if (stages.length === 0) return null;
  const of = (part: Level["part"]) => stages.filter((stage) => stage.part === part).reverse();
  const marks: SVGElement[] = [svg("text", { class: "line-end", x: kWidth / 2, y: 16, "text-anchor": "middle" }, "utility service")];
  const bus = column(of("site"), kWidth / 2, 24, "", marks) + 18;
  marks.push(svg("line", { class: "line-wire", x1: kWidth / 2, x2: kWidth / 2, y1: bus - 18, y2: bus }),
    svg("line", { class: "line-bus", x1: 120, x2: kWidth - 120, y1: bus, y2: bus }),
    svg("text", { class: "line-mw", x: 126, y: bus - 6 }, "MV bus"));
  const left = column(of("critical"), 250, bus, "racks", marks);
  const right = column(of("mechanical"), kWidth - 250, bus, "cooling", marks);
  return svg("svg", { class: "single-line", viewBox: `0 0 ${kWidth} ${Math.max(left, right) + 8}`, role: "img",
    "aria-label": "single-line diagram" }, ...marks) as unknown as HTMLElement;
}
