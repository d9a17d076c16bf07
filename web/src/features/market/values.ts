/** One series of values (VPIN, a factor) of one instrument, and what of it stands below each candle. */

import { firstAfter, type Candle } from "./bars";

export interface Value {
  sequence: number;
  /** Seconds UTC at which it was known. */
  time: number;
  value: number;
}

export interface Point {
  /** Close of the candle that it stands below, seconds UTC. */
  time: number;
  value: number;
}

const MOST_VALUES = 50_000;

/** Values in the order in which they were known. */
export class Values {
  private found: Value[] = [];

  get last(): Value | undefined {
    return this.found.at(-1);
  }

  get count(): number {
    return this.found.length;
  }

  has(sequence: number): boolean {
    return this.found[this.place(sequence)]?.sequence === sequence;
  }

  /** Take values, in any order and as often as they come. The earliest time that is new; null: none. */
  put(values: readonly Value[]): number | null {
    let changed: number | null = null;
    for (const value of values) {
      const place = this.place(value.sequence);
      if (this.found[place]?.sequence === value.sequence) continue;
      if (place === this.found.length) this.found.push(value);
      else this.found.splice(place, 0, value);
      if (changed === null || value.time < changed) changed = value.time;
    }
    if (this.found.length > MOST_VALUES) this.found.splice(0, this.found.length - MOST_VALUES);
    return changed;
  }

  /** For each candle the last value known by its close, and not by the close before (`since` for the first one). */
  below(candles: readonly Candle[], since: number): Point[] {
    const points: Point[] = [];
    let place = firstAfter(this.found, since);
    for (const candle of candles) {
      let inside: Value | undefined;
      for (let value = this.found[place]; value && value.time <= candle.time; value = this.found[++place])
        inside = value;
      if (inside) points.push({ time: candle.time, value: inside.value });
    }
    return points;
  }

  private place(sequence: number): number {
    let low = 0;
    let high = this.found.length;
    if (high === 0 || (this.found[high - 1]?.sequence ?? 0) < sequence) return high;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.found[middle]?.sequence ?? Infinity) < sequence) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
