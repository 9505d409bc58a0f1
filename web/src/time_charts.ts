// The two kinds of chart on a time axis: lines with their band of extremes, and a stack of contributions.

import { colour, colour_variables, translucent } from "./colours";
import { pretty_unit } from "./format";
import { Level, Series, Table } from "./series";
import { TimeChart } from "./time_axis";

const kMostBands = 4; // more bands than this hide each other
const kNoPoints = { show: false };

// Lines of the mean of each bucket, with a band from least to greatest where few enough to read. A single line
// takes its own name as the title.
export function line_chart(table: Table, title: string, columns: Series[], height: number): TimeChart {
  const variables = colour_variables(columns.map((column) => `${column.id} ${column.label}`));
  const bands = columns.length <= kMostBands;
  const per = bands ? 3 : 1;
  const unit = pretty_unit(columns[0]?.unit) || "ratio";
  return {
    title: columns.length === 1 ? columns[0]!.label : title, unit, height,
    legend: (width) => columns.map((column, i) => ({ label: columns.length > 1 ? column.label : "",
      variable: variables[i]!, unit, value: (index) => table.level(column, width()).mean[index] })),
    data: (width) => columns.flatMap((column) => {
      const level = table.level(column, width);
      return bands ? [level.mean, level.low, level.high] : [level.mean];
    }),
    series: columns.flatMap((_, i) => {
      const line: uPlot.SeriesOptions = { stroke: () => colour(variables[i]!), width: 1.5, points: kNoPoints };
      const edge: uPlot.SeriesOptions = { width: 0, points: kNoPoints };
      return bands ? [line, edge, edge] : [line];
    }),
    bands: bands ? columns.map((_, i) => ({ series: [per * i + 3, per * i + 2] as [number, number],
      fill: () => translucent(colour(variables[i]!), 0.18) })) : undefined,
  };
}

function part(level: Level, sign: 1 | -1): (number | null)[] {
  return level.mean.map((value) => (value === null ? null : sign * value > 0 ? value : 0));
}

export function running_sums(parts: (number | null)[][], count: number): number[][] {
  const sums: number[][] = [new Array<number>(count).fill(0)];
  for (const values of parts) {
    const last = sums[sums.length - 1]!;
    sums.push(last.map((sum, i) => sum + (values[i] ?? 0)));
  }
  return sums;
}

// Supply stacked from zero up; what a battery takes in goes below zero; the demand is a line over it.
export function stack_chart(table: Table, title: string, columns: Series[], lines: Series[],
  height: number): TimeChart {
  const variables = [...colour_variables(columns.map((column) => `${column.id} ${column.label}`)),
    ...lines.map(() => "--ink")];
  const unit = pretty_unit(columns[0]?.unit);
  const count = columns.length;
  const negative = columns.some((column) => Array.from(column.values).some((value) => (value ?? 0) < 0));
  const sides: (1 | -1)[] = negative ? [1, -1] : [1];
  const edges = (offset: number): uPlot.SeriesOptions[] => [{ width: 0, points: kNoPoints },
    ...columns.map((_, i) => ({ stroke: () => colour(variables[i]!), width: offset === 0 ? 0.5 : 0,
      points: kNoPoints }))];
  const fills = (side: 1 | -1, offset: number) => columns.map((_, i) => ({
    series: (side === 1 ? [offset + i + 2, offset + i + 1] : [offset + i + 1, offset + i + 2]) as [number, number],
    fill: () => translucent(colour(variables[i]!), 0.78) }));
  return {
    title, unit, height, from_zero: true,
    legend: (width) => [...columns, ...lines].map((column, i) => ({ label: column.label, variable: variables[i]!,
      unit, dashed: i >= count, value: (index) => table.level(column, width()).mean[index] })),
    data: (width) => {
      const levels = columns.map((column) => table.level(column, width));
      const length = table.axis(width).length;
      const stacks = sides.flatMap((side) => running_sums(levels.map((level) => part(level, side)), length));
      return [...stacks, ...lines.map((line) => table.level(line, width).mean)];
    },
    series: [...sides.flatMap((_, i) => edges(i)), ...lines.map((_, i) => ({
      stroke: () => colour(variables[count + i]!), width: 1.5, dash: [5, 3], points: kNoPoints }))],
    bands: sides.flatMap((side, i) => fills(side, i * (count + 1))),
  };
}

// Columns of one unit together, in order of first appearance.
export function by_unit(columns: Series[]): Series[][] {
  const groups = new Map<string, Series[]>();
  for (const column of columns) groups.set(column.unit, [...(groups.get(column.unit) ?? []), column]);
  return [...groups.values()];
}
