/** Our signals and fills as marks on the chart: one for each candle, kind and side, naming what it stands for. */

import type { Marker } from "@/ui/PriceChart";
import { beginOf, firstAfter, type Candle } from "./bars";

export interface Deed {
  kind: "fill" | "signal";
  id: string;
  /** Seconds UTC. */
  time: number;
  side: "BUY" | "SELL";
  quantity: number;
  /** Of a fill; null: a signal has none. */
  price: number | null;
  /** The order that it belongs to. */
  order: string;
  /** What a signal is called; null: it is a fill. */
  name: string | null;
}

/** Most marks that are drawn: the newest ones. */
export const MOST_MARKS = 1_000;

/** Half a letter is about so many candles wide, as the chart draws them at first. */
const HALF_LETTER_BARS = 0.6;

interface Group {
  candle: Candle;
  /** Place of the candle. */
  bar: number;
  deeds: [Deed, ...Deed[]];
}

interface Placed {
  mark: Marker;
  bar: number;
}

/** `deeds` in order of time. Those outside of the candles, of `step` seconds, are left out: there is nothing to mark. */
export function marksOf(deeds: readonly Deed[], candles: readonly Candle[], step: number): Marker[] {
  const groups = new Map<string, Group>();
  for (const deed of deeds) {
    // A deed at the close of a bar was done with that bar, which is what it answers.
    const bar = firstAfter(candles, deed.time - 1e-6);
    const candle = candles[bar];
    if (!candle || candle.time - deed.time > step) continue;
    const key = `${bar} ${deed.kind} ${deed.side}`;
    const group = groups.get(key);
    if (group) group.deeds.push(deed);
    else groups.set(key, { candle, bar, deeds: [deed] });
  }
  const placed = [...groups].map(([key, { candle, bar, deeds: group }]) => ({
    mark: markOf(candle, group, step, groups.has(key.replace("signal", "fill"))),
    bar,
  }));
  return sparse(placed.toSorted((one, other) => one.bar - other.bar).slice(-MOST_MARKS));
}

/** Words only where they do not lie over another one of the side; those of fills, which are short, come first. */
function sparse(placed: readonly Placed[]): Marker[] {
  const worded = new Set<Marker>();
  const taken = { buy: new Set<number>(), sell: new Set<number>() };
  for (const { mark, bar } of [...placed.filter(isFill), ...placed.filter((other) => !isFill(other))]) {
    const half = Math.ceil(mark.text.length * HALF_LETTER_BARS);
    const bars = Array.from({ length: 2 * half + 1 }, (_, place) => bar - half + place);
    if (bars.some((one) => taken[mark.side].has(one))) continue;
    for (const one of bars) taken[mark.side].add(one);
    worded.add(mark);
  }
  return placed.map(({ mark }) => (worded.has(mark) ? mark : { ...mark, text: "" }));
}

const isFill = ({ mark }: Placed): boolean => mark.kind === "fill";

/**
 * A fill stands at the mean price; a signal at the end of the candle that orders of its side come from, without words
 * where a fill says them.
 */
function markOf(candle: Candle, deeds: [Deed, ...Deed[]], step: number, filled: boolean): Marker {
  const [{ kind, side, order, name }] = deeds;
  const quantity = deeds.reduce((sum, deed) => sum + deed.quantity, 0);
  const worth = deeds.reduce((sum, deed) => sum + (deed.price ?? 0) * deed.quantity, 0);
  const isBuy = side === "BUY";
  const isPriced = kind === "fill";
  return {
    time: beginOf(candle.time, step),
    side: isBuy ? "buy" : "sell",
    kind,
    text: isPriced ? `${isBuy ? "+" : "−"}${quantity}` : filled ? "" : (name ?? "signal"),
    id: deeds.at(-1)?.order ?? order,
    price: isPriced && quantity ? worth / quantity : isBuy ? candle.low : candle.high,
  };
}
