/** Our signals and fills as marks on the chart: one for each candle, kind and side, naming what it stands for. */

import { firstAfter, type Candle } from "./bars";

export type Side = "BUY" | "SELL";

export interface Deed {
  kind: "fill" | "signal";
  id: string;
  /** Seconds UTC. */
  time: number;
  side: Side;
  quantity: number;
  /** Of a fill; null: a signal has none. */
  price: number | null;
  /** The order that it belongs to. */
  order: string;
}

export interface Mark {
  /** Close of the candle. */
  time: number;
  side: Side;
  kind: Deed["kind"];
  text: string;
  /** The newest order behind it: what a click opens. */
  id: string;
  price: number | null;
  count: number;
}

/** Most marks that are drawn: the newest ones. */
export const MOST_MARKS = 1_000;

/** `deeds` in order of time. Those outside of the candles are left out: there is nothing to mark. */
export function marksOf(deeds: readonly Deed[], candles: readonly Candle[], step: number): Mark[] {
  const groups = new Map<string, { time: number; deeds: [Deed, ...Deed[]] }>();
  for (const deed of deeds) {
    // A deed at the close of a bar was done with that bar, which is what it answers.
    const candle = candles[firstAfter(candles, deed.time - 1e-6)];
    if (!candle || candle.time - deed.time > step) continue;
    const key = `${candle.time} ${deed.kind} ${deed.side}`;
    const group = groups.get(key);
    if (group) group.deeds.push(deed);
    else groups.set(key, { time: candle.time, deeds: [deed] });
  }
  const marks = [...groups.values()].map(({ time, deeds: group }) => markOf(time, group));
  return marks.toSorted((one, other) => one.time - other.time).slice(-MOST_MARKS);
}

function markOf(time: number, deeds: [Deed, ...Deed[]]): Mark {
  const [{ kind, side, order }] = deeds;
  const quantity = deeds.reduce((sum, deed) => sum + deed.quantity, 0);
  const worth = deeds.reduce((sum, deed) => sum + (deed.price ?? Number.NaN) * deed.quantity, 0);
  return {
    time,
    side,
    kind,
    text: textOf(kind, side, quantity, deeds.length),
    id: deeds.at(-1)?.order ?? order,
    price: kind === "fill" && quantity ? worth / quantity : null,
    count: deeds.length,
  };
}

function textOf(kind: Deed["kind"], side: Side, quantity: number, count: number): string {
  if (kind === "fill") return `${side === "BUY" ? "bought" : "sold"} ${quantity}`;
  return `signal ${side.toLowerCase()}${count > 1 ? ` ×${count}` : ""}`;
}
