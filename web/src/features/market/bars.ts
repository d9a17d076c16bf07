/**
 * Candles of any size from the base bars and trades of one run.
 *
 * A bar is named by its close, as everywhere in the platform: one of step s with time t covers [t - s, t). Base bars
 * come complete from the server; the last, unfinished one is made of the trades since.
 */

export interface Candle {
  /** Close of the bar, seconds UTC. */
  time: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
  complete: boolean;
}

export interface Trade {
  sequence: number;
  /** Seconds UTC. */
  time: number;
  price: number;
  size: number;
}

/** Most candles that are kept, and shown. */
export const MOST_BARS = 10_000;

const WEEK = 604_800;
/** Monday 1970-01-05: whole weeks are counted from a Monday, every other step from the Unix epoch. */
const MONDAY = 345_600;

/**
 * Close of the bar of `step` seconds that the base bar closing at `time` belongs to, on the server's grid. Base bars keep
 * their own: daily ones close when their market does, not at midnight.
 */
export function closeOf(time: number, base: number, step: number): number {
  return step === base ? time : beginOf(time, step) + step;
}

/** Begin of the bar that closes at `time`; of a recorded daily bar that of its day. */
export function beginOf(time: number, step: number): number {
  const origin = step % WEEK ? 0 : MONDAY;
  return (Math.ceil((time - origin) / step) - 1) * step + origin;
}

/** Two parts of one bar, the earlier one first. */
function joined(earlier: Candle, later: Candle): Candle {
  return {
    ...later,
    open: earlier.open,
    high: Math.max(earlier.high, later.high),
    low: Math.min(earlier.low, later.low),
    volume: earlier.volume + later.volume,
    time: earlier.time,
  };
}

/**
 * Bars of `step` seconds from base bars in order. One is complete when a base bar reaches its close, or a later one
 * has come: then nothing can be added to it.
 */
export function aggregate(bars: readonly Candle[], base: number, step: number): Candle[] {
  const found: Candle[] = [];
  for (const bar of bars) {
    const time = closeOf(bar.time, base, step);
    const part = { ...bar, time, complete: bar.complete && bar.time >= time };
    const last = found.at(-1);
    if (last?.time === time) found[found.length - 1] = joined(last, part);
    else {
      if (last) last.complete = true;
      found.push(part);
    }
  }
  return found;
}

/** The base bars of one instrument and run: complete ones, and what trades made of the one after them. */
export class BaseBars {
  readonly step: number;
  private bars: Candle[] = [];
  private unfinished: Candle | null = null;
  private lastTrade = 0;

  constructor(step: number) {
    this.step = step;
  }

  /** Complete bars and, last, the unfinished one; the newest `MOST_BARS`. */
  get all(): readonly Candle[] {
    return this.unfinished ? [...this.bars, this.unfinished] : this.bars;
  }

  /** Those that close after `time`. */
  after(time: number): Candle[] {
    const start = firstAfter(this.bars, time);
    const found = this.bars.slice(start);
    if (this.unfinished && this.unfinished.time > time) found.push(this.unfinished);
    return found;
  }

  get last(): Candle | undefined {
    return this.unfinished ?? this.bars.at(-1);
  }

  /** Take bars, in any order and as often as they come. The earliest time that is new or different; null: none. */
  put(bars: readonly Candle[], sequence = 0): number | null {
    let changed: number | null = null;
    for (const bar of bars) {
      const isNews = bar.complete ? this.putComplete(bar) : this.putUnfinished(bar, sequence);
      if (isNews && (changed === null || bar.time < changed)) changed = bar.time;
    }
    return changed;
  }

  /** Take trades in order; those that are in a bar already are left out. The earliest time that is different. */
  trade(trades: readonly Trade[]): number | null {
    let changed: number | null = null;
    for (const trade of trades) {
      if (trade.sequence <= this.lastTrade) continue;
      this.lastTrade = trade.sequence;
      const time = (Math.floor(trade.time / this.step) + 1) * this.step;
      const done = this.bars.at(-1);
      if (done && time <= done.time) continue;
      const open = this.unfinished;
      if (open && time < open.time) continue;
      const part = candleOf(trade, time);
      this.unfinished = open?.time === time ? joined(open, part) : part;
      changed ??= time;
    }
    return changed;
  }

  private putComplete(bar: Candle): boolean {
    if (this.unfinished && this.unfinished.time <= bar.time) this.unfinished = null;
    const last = this.bars.at(-1);
    if (!last || bar.time > last.time) {
      this.bars.push(bar);
      if (this.bars.length > MOST_BARS) this.bars.shift();
      return true;
    }
    const place = firstAfter(this.bars, bar.time - 1);
    const found = this.bars[place];
    if (found?.time !== bar.time) {
      if (place === 0 && this.bars.length >= MOST_BARS) return false;
      this.bars.splice(place, 0, bar);
      return true;
    }
    if (isEqual(found, bar)) return false;
    this.bars[place] = bar;
    return true;
  }

  private putUnfinished(bar: Candle, sequence: number): boolean {
    const last = this.bars.at(-1);
    if (last && bar.time <= last.time) return false;
    if (this.unfinished && (bar.time < this.unfinished.time || sequence < this.lastTrade)) return false;
    this.unfinished = bar;
    this.lastTrade = Math.max(this.lastTrade, sequence);
    return true;
  }
}

function candleOf(trade: Trade, time: number): Candle {
  const { price, size } = trade;
  return { time, open: price, high: price, low: price, close: price, volume: size, complete: false };
}

/** Place of the first bar that closes after `time`. */
export function firstAfter(bars: readonly { time: number }[], time: number): number {
  let low = 0;
  let high = bars.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bars[middle]?.time ?? Infinity) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isEqual(one: Candle, other: Candle): boolean {
  return (
    one.open === other.open &&
    one.high === other.high &&
    one.low === other.low &&
    one.close === other.close &&
    one.volume === other.volume
  );
}
