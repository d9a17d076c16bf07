import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { marketdata } from "@/api/marketdata";
import { onTopic, usePaused, type LiveBar, type LiveTrades } from "@/live";
import type { Candle } from "./bars";
import type { Picture } from "./picture";
import { useRefetchAfter } from "./useRefetchAfter";

const NS = 1e9;

/** What of the market is looked at. */
export interface Place {
  run: number;
  instrumentId: string;
  /** Step of the run's own bars, seconds. */
  base: number;
  /** Only the newest run moves; the live topics are about it. */
  isNewest: boolean;
  /** It is the newest, and playing now. */
  isMoving: boolean;
}

interface BarItem {
  sequence: number;
  ts_event: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
}

/** Closes are whole seconds: nothing is lost. */
export function candleOf(bar: BarItem, complete: boolean): Candle {
  const { open, high, low, close, volume } = bar;
  return { time: Math.round(bar.ts_event / NS), open, high, low, close, volume, complete };
}

/** Base bars of the run into the picture: those so far, then each as it closes, and the trades of the one between. */
export function useBars({ run, instrumentId, base, isNewest, isMoving }: Place, picture: Picture, changed: () => void) {
  const history = useQuery(marketdata.runBars(run, instrumentId, base));
  const { data, refetch } = history;
  const [isPaused] = usePaused();
  useRefetchAfter(isMoving, refetch);
  useRefetchAfter(isPaused, refetch);
  useEffect(() => {
    if (!data) return;
    for (const bar of data) picture.putBars([candleOf(bar, bar.complete)], bar.sequence);
    changed();
  }, [data, picture, changed]);
  useEffect(() => {
    if (!isNewest) return undefined;
    const leave = [
      onTopic<LiveBar>(`bars.${instrumentId}`, (items, replaced) => {
        const ours = items.filter((bar) => bar.run === run);
        picture.putBars(ours.map((bar) => candleOf(bar, true)));
        if (replaced) void refetch({ cancelRefetch: false }); // what was lost between is only in the store
        changed();
      }),
      onTopic<LiveTrades>(`trades.${instrumentId}`, (items) => {
        for (const item of items) if (item.run === run) picture.putTrades(item.trades.map(tradeOf));
        changed();
      }),
    ];
    return () => {
      for (const end of leave) end();
    };
  }, [run, instrumentId, isNewest, picture, changed, refetch]);
  return history;
}

const tradeOf = (trade: LiveTrades["trades"][number]) => ({
  sequence: trade.sequence,
  time: trade.ts_event / NS,
  price: trade.price,
  size: trade.size,
});
