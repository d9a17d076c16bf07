/** Brings a picture onto its chart: what is new goes to the chart directly, past React, a few times a second. */

import { paced } from "@/ui/paced";
import type { Bar, PriceChartHandle } from "@/ui/PriceChart";
import { beginOf, type Candle } from "./bars";
import type { Picture } from "./picture";
import type { Point } from "./values";

/** Books and tapes are painted ten times a second. */
export const REPAINT_MS = 100;
/** Charts half as often: each time their whole canvases are drawn and sent to the screen. */
const CHART_MS = 200;

/** What the chart is drawn anew with. */
export interface Shown {
  /** Of its candles, seconds. */
  step: number;
  candles: readonly Candle[];
  points: ReadonlyMap<string, readonly Point[]>;
}

/** The chart names a bar by its begin. */
export const barOf = (candle: Candle, step: number): Bar => ({ ...candle, time: beginOf(candle.time, step) });
export const pointOf = (point: Point, step: number): Point => ({ ...point, time: beginOf(point.time, step) });

export class Painter {
  private chart: PriceChartHandle | null = null;
  /** What is being drawn; null: nothing is. */
  private awaited: Shown | null = null;
  private readonly listeners = new Set<() => void>();
  private readonly pace = paced(() => this.paint(), CHART_MS);

  /** `draw` has the chart drawn anew, and calls `drawn` when it is. */
  constructor(
    private readonly picture: Picture,
    private readonly draw: (shown: Shown) => void,
  ) {}

  /** The chart that is there now; null: none. */
  readonly attach = (chart: PriceChartHandle | null): void => {
    this.chart = chart;
  };

  /** Something of the picture has changed. */
  readonly changed = (): void => this.pace.ask();

  /** What was drawn; what has changed since is told after it. */
  drawn(shown: Shown): void {
    if (this.awaited !== null && shown !== this.awaited) return;
    this.awaited = null;
    this.pace.ask();
  }

  /** For what stands beside the chart: told after each repaint. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  start(): void {
    this.awaited = null;
    this.picture.redraw();
    this.pace.ask();
  }

  stop(): void {
    this.pace.stop();
  }

  private paint(): void {
    if (this.awaited) return; // what changes meanwhile is asked for again by `drawn`
    if (!this.chart) this.picture.redraw();
    const change = this.picture.take();
    if (!change) return;
    const { step } = this.picture;
    if (change.isWhole || !this.chart) {
      this.awaited = { step, candles: change.candles, points: change.points };
      this.draw(this.awaited);
    } else {
      for (const candle of change.candles) this.chart.update(barOf(candle, step));
      for (const [name, points] of change.points) {
        for (const point of points) this.chart.updatePane(name, pointOf(point, step));
      }
    }
    for (const listener of this.listeners) listener();
  }
}
