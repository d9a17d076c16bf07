import { formatAmount, formatTime } from "./format";
import type { Unit } from "./types";

export interface Bar {
  /** Begin of the bar, seconds since the epoch. */
  time: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
  /** False while trades may still change it. */
  complete: boolean;
}

export interface Point {
  /** Seconds since the epoch. */
  time: number;
  value: number;
}

export interface Pane {
  name: string;
  unit: Unit;
  /** In order of time; a point belongs to the bar in which it falls, and the last of a bar counts. */
  points: readonly Point[];
}

export interface Marker {
  /** Seconds since the epoch; shown at the bar in which it falls. */
  time: number;
  side: "buy" | "sell";
  text: string;
  id: string;
  price: number;
  /** A signal is a circle, a fill an arrow. */
  kind?: "fill" | "signal";
}

/** More bars than that are more than pixels: the newest are shown. */
export const MOST_BARS = 10_000;

export interface PaneValues {
  name: string;
  unit: Unit;
  /** Value by the time of its bar. */
  values: Map<number, number>;
}

/** What the chart shows, whether it is drawn or not. Changed in place by live updates. */
export interface PriceModel {
  bars: Bar[];
  panes: PaneValues[];
  /** Bars that were left out, since there were too many. */
  left: number;
}

export function keptBars(bars: readonly Bar[]): Pick<PriceModel, "bars" | "left"> {
  const kept = bars.slice(-MOST_BARS);
  return { bars: kept, left: bars.length - kept.length };
}

export function paneValues(bars: readonly Bar[], panes: readonly Pane[]): PaneValues[] {
  return panes.map(({ name, unit, points }) => ({ name, unit, values: byBar(bars, points) }));
}

function byBar(bars: readonly Bar[], points: readonly Point[]): Map<number, number> {
  const values = new Map<number, number>();
  for (const { time, value } of points) {
    const bar = bars[barIndex(bars, time)];
    if (bar && Number.isFinite(value)) values.set(bar.time, value);
  }
  return values;
}

/** Index of the bar in which a time falls: the last that does not begin after it; -1 before the first. */
export function barIndex(bars: readonly Bar[], time: number): number {
  let low = 0;
  let high = bars.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((bars[middle]?.time ?? Infinity) <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** What a live bar changed: nothing newer was shown before it (`last`), or the whole has to be drawn again (`all`). */
export type Change = "last" | "all";

/** Takes a live bar: a new one, or a newer state of one that is there. */
export function takeBar(model: PriceModel, bar: Bar): Change {
  const { bars } = model;
  const index = barIndex(bars, bar.time);
  const isKnown = bars[index]?.time === bar.time;
  if (isKnown) {
    bars[index] = bar;
    return index === bars.length - 1 ? "last" : "all";
  }
  bars.splice(index + 1, 0, bar);
  if (bars.length <= MOST_BARS + MOST_BARS / 10) return index === bars.length - 2 ? "last" : "all";
  // In steps of a tenth, since leaving out the oldest draws everything again.
  model.left += bars.length - MOST_BARS;
  bars.splice(0, bars.length - MOST_BARS);
  return "all";
}

/** Takes a live value of a pane; null: there is no such pane or no bar for it. */
export function takePoint(model: PriceModel, name: string, point: Point): Change | null {
  const pane = model.panes.find((one) => one.name === name);
  const index = barIndex(model.bars, point.time);
  const bar = model.bars[index];
  if (!pane || !bar || !Number.isFinite(point.value)) return null;
  pane.values.set(bar.time, point.value);
  return index === model.bars.length - 1 ? "last" : "all";
}

/** The chart in a sentence or two. */
export function summary(model: PriceModel, label: string, currency: string, precision: number): string {
  const first = model.bars[0];
  const last = model.bars[model.bars.length - 1];
  if (!first || !last) return `${label}: no bars.`;
  const price = (value: number): string => formatAmount(value, "price", { currency, precision });
  const low = model.bars.reduce((least, bar) => Math.min(least, bar.low), Infinity);
  const high = model.bars.reduce((most, bar) => Math.max(most, bar.high), -Infinity);
  return (
    `${label}: ${model.bars.length} bars from ${minute(first.time)} to ${minute(last.time)}, ` +
    `last ${price(last.close)}, between ${price(low)} and ${price(high)}.`
  );
}

function minute(seconds: number): string {
  return `${formatTime(seconds * 1e9, "minute")} UTC`;
}
