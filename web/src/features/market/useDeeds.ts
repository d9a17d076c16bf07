import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { execution } from "@/api/execution";
import { onTopic, type LiveFill, type LiveOrder } from "@/live";
import { paced } from "@/ui/paced";
import type { Deed } from "./marks";
import type { Place } from "./useBars";

/** How soon after orders and fills the marks follow: a run at full speed has many each second. */
const ASK_MS = 2_000;

/** What we did in this instrument: fills, and the signals behind orders, in order of time. */
export function useDeeds({ run, instrumentId, isNewest }: Place) {
  const fills = useQuery(execution.fills(run, { instrument_id: instrumentId }));
  const orders = useQuery(execution.orders(run, { instrument_id: instrumentId }));
  const { refetch: refetchFills } = fills;
  const { refetch: refetchOrders } = orders;
  useEffect(() => {
    if (!isNewest) return undefined;
    const [forFills, forOrders] = [refetchFills, refetchOrders].map((refetch) =>
      paced(() => void refetch({ cancelRefetch: false }), ASK_MS),
    );
    const isOurs = (item: LiveFill | LiveOrder): boolean => item.run === run && item.instrument_id === instrumentId;
    const leave = [
      onTopic<LiveFill>("fills", (items) => items.some(isOurs) && forFills?.ask()),
      onTopic<LiveOrder>("orders", (items) => items.some(isOurs) && forOrders?.ask()),
    ];
    return () => {
      for (const end of leave) end();
      forFills?.stop();
      forOrders?.stop();
    };
  }, [run, instrumentId, isNewest, refetchFills, refetchOrders]);
  const found = useMemo(() => {
    const deeds: Deed[] = (fills.data ?? []).map((fill) => ({
      kind: "fill",
      id: fill.fill_id,
      time: fill.ts_event / 1e9,
      side: fill.side,
      quantity: Number(fill.quantity),
      price: Number(fill.price),
      order: fill.client_order_id,
      name: null,
    }));
    for (const order of orders.data ?? []) {
      if (!order.signal_id) continue;
      deeds.push({
        kind: "signal",
        id: order.signal_id,
        time: order.ts_event / 1e9,
        side: order.side,
        quantity: Number(order.quantity),
        price: null,
        order: order.client_order_id,
        name: order.signal,
      });
    }
    return {
      deeds: deeds.toSorted((one, other) => one.time - other.time),
      /** Orders by the number of the record that filled them. */
      bySequence: new Map((fills.data ?? []).map((fill) => [fill.sequence, fill.client_order_id])),
    };
  }, [fills.data, orders.data]);
  return { ...found, fills, orders };
}

export type Deeds = ReturnType<typeof useDeeds>;
