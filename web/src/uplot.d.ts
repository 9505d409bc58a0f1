// The part of uPlot 1.6 (web/vendor) that the report uses; the library is a global, loaded before the bundle.

declare namespace uPlot {
  type Data = ArrayLike<number | null>[];
  type Colour = string | ((chart: uPlot, index: number) => string);

  interface Range {
    min: number;
    max: number;
  }

  interface Scale {
    time?: boolean;
    auto?: boolean;
    range?: [number, number] | ((chart: uPlot, min: number | null, max: number | null) => [number, number]);
  }

  interface SeriesOptions {
    scale?: string;
    stroke?: Colour;
    fill?: Colour;
    width?: number;
    dash?: number[];
    show?: boolean;
    points?: { show: boolean };
    spanGaps?: boolean;
  }

  interface Axis {
    scale?: string;
    side?: number;
    size?: number;
    gap?: number;
    label?: string;
    labelSize?: number;
    labelFont?: string;
    font?: string;
    stroke?: Colour;
    space?: number;
    grid?: { stroke?: Colour; width?: number; show?: boolean };
    ticks?: { stroke?: Colour; width?: number; size?: number };
    values?: (chart: uPlot, splits: number[], axis: number, space: number, step: number) => (string | null)[];
  }

  interface Options {
    width: number;
    height: number;
    series: SeriesOptions[];
    scales?: Record<string, Scale>;
    axes?: Axis[];
    bands?: { series: [number, number]; fill?: Colour; dir?: 1 | -1 }[];
    legend?: { show: boolean };
    padding?: (number | null)[];
    tzDate?: (timestamp: number) => Date;
    cursor?: {
      sync?: { key: string; scales?: [string | null, string | null]; setSeries?: boolean };
      drag?: { x: boolean; y: boolean; setScale: boolean };
      points?: { show?: boolean; size?: number; width?: number };
      bind?: Record<string, (chart: uPlot, target: HTMLElement, handler: unknown) => unknown>;
      y?: boolean;
    };
    hooks?: Partial<Record<"setSelect" | "setCursor" | "draw" | "ready", ((chart: uPlot) => void)[]>>;
  }
}

declare class uPlot {
  constructor(options: uPlot.Options, data: uPlot.Data, target?: HTMLElement);
  readonly root: HTMLElement;
  readonly ctx: CanvasRenderingContext2D;
  readonly bbox: { left: number; top: number; width: number; height: number };
  readonly select: { left: number; top: number; width: number; height: number };
  readonly cursor: { idx: number | null; left: number; top: number };
  readonly data: uPlot.Data;
  readonly scales: Record<string, uPlot.Range>;
  static tzDate(date: Date, zone: string): Date;
  redraw(rebuild_paths?: boolean, recalculate_axes?: boolean): void;
  destroy(): void;
  setData(data: uPlot.Data, reset_scales?: boolean): void;
  setScale(scale: string, limits: uPlot.Range): void;
  setSelect(area: { left: number; top: number; width: number; height: number }, fire_hook?: boolean): void;
  setSize(size: { width: number; height: number }): void;
  posToVal(position: number, scale: string, canvas_pixels?: boolean): number;
  valToPos(value: number, scale: string, canvas_pixels?: boolean): number;
}
