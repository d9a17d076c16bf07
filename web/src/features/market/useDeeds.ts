import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { execution } from "@/api/execution";
import { onTopic } from "@/live";
import type { Deed, Side } from "./marks";
import { paced } from "./pace";
import type { Place } from "./useBars";

/** A run at full speed has many orders a second; the marks follow once a second. */
const ASK_MS = 1_000;

const sideOf = (side: string): Side => (side === "SELL" ? "SELL" : "BUY");

/** What we did in this instrument: fills, and the signals behind orders, in order of time. */
export function useDeeds({ run, instrumentId, isNewest }: Place) {
  const fills = useQuery(execution.fills(run));
  const orders = useQuery(execution.orders(run));
  const { refetch: refetchFills } = fills;
  const { refetch: refetchOrders } = orders;
  useEffect(() => {
    if (!isNewest) return undefined;
    const pace = paced(() => {
      void refetchFills({ cancelRefetch: false });
      void refetchOrders({ cancelRefetch: false });
    }, ASK_MS);
    const leave = [onTopic("fills", pace.ask), onTopic("orders", pace.ask)];
    return () => {
      for (const end of leave) end();
      pace.stop();
    };
  }, [isNewest, refetchFills, refetchOrders]);
  const found = useMemo(() => {
    const ours = (fills.data?.items ?? []).filter((fill) => fill.instrument_id === instrumentId);
    const deeds: Deed[] = ours.map((fill) => ({
      kind: "fill",
      id: fill.fill_id,
      time: fill.ts_event / 1e9,
      side: sideOf(fill.side),
      quantity: Number(fill.quantity),
      price: Number(fill.price),
      order: fill.client_order_id,
    }));
    for (const order of orders.data?.items ?? []) {
      if (order.instrument_id !== instrumentId || !order.signal_id) continue;
      deeds.push({
        kind: "signal",
        id: order.signal_id,
        time: order.ts_event / 1e9,
        side: sideOf(order.side),
        quantity: Number(order.quantity),
        price: null,
        order: order.client_order_id,
      });
    }
    return {
      deeds: deeds.toSorted((one, other) => one.time - other.time),
      /** Orders by the number of the record that filled them. */
      bySequence: new Map(ours.map((fill) => [fill.sequence, fill.client_order_id])),
    };
  }, [fills.data, orders.data, instrumentId]);
  return { ...found, fills, orders };
}

export type Deeds = ReturnType<typeof useDeeds>;
