/** What the chart shows of one run and instrument at one bar size, and what of it has changed since it was painted. */

import { aggregate, BaseBars, closeOf, MOST_BARS, type Candle, type Trade } from "./bars";
import { Values, type Point, type Value } from "./values";

export interface Change {
  /** The chart has to be drawn anew: what changed is not at its end, or too much of it. */
  isWhole: boolean;
  candles: Candle[];
  points: ReadonlyMap<string, Point[]>;
}

/** More candles than this at once are quicker drawn anew than one by one. */
const MOST_UPDATES = 200;

export class Picture {
  readonly base: BaseBars;
  readonly step: number;
  private readonly series: ReadonlyMap<string, Values>;
  private changedAt: number | null = -Infinity;
  private paintedTo = -Infinity;

  /** `series`: names of the panes below the price. */
  constructor(base: BaseBars, step: number, series: ReadonlyMap<string, Values>) {
    this.base = base;
    this.step = step;
    this.series = series;
  }

  /** Nothing yet, with the panes that there will be. */
  blank(): Pick<Change, "candles" | "points"> {
    return { candles: [], points: new Map([...this.series.keys()].map((name) => [name, []])) };
  }

  putBars(bars: readonly Candle[], sequence = 0): void {
    this.note(this.base.put(bars, sequence));
  }

  putTrades(trades: readonly Trade[]): void {
    this.note(this.base.trade(trades));
  }

  putValues(name: string, values: readonly Value[]): void {
    this.note(this.series.get(name)?.put(values) ?? null);
  }

  /** Have everything given again, as after a reload. */
  redraw(): void {
    this.changedAt = -Infinity;
  }

  /** What is new since the last call; null: nothing. */
  take(): Change | null {
    if (this.changedAt === null) return null;
    const since = this.startOf(this.changedAt);
    const changed = aggregate(this.base.after(since), this.base.step, this.step);
    const first = changed[0];
    if (first || since !== -Infinity) this.changedAt = null;
    if (!first) return null;
    const isWhole = since === -Infinity || first.time < this.paintedTo || changed.length > MOST_UPDATES;
    const candles = isWhole ? this.everything() : changed;
    const before = isWhole ? -Infinity : since;
    this.paintedTo = candles.at(-1)?.time ?? this.paintedTo;
    const points = new Map([...this.series].map(([name, values]) => [name, values.below(candles, before)]));
    return { isWhole, candles, points };
  }

  private everything(): Candle[] {
    return aggregate(this.base.all, this.base.step, this.step).slice(-MOST_BARS);
  }

  /** Close of the last candle before the one that holds `time`. */
  private startOf(time: number): number {
    if (time === -Infinity) return time;
    const [bar] = this.base.after(time - 1e-6);
    return closeOf(bar?.time ?? time, this.base.step, this.step) - this.step;
  }

  private note(time: number | null): void {
    if (time !== null && this.changedAt !== null) this.changedAt = Math.min(this.changedAt, time);
    else if (time !== null) this.changedAt = time;
  }
}
