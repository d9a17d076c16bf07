import { useQuery } from "@tanstack/react-query";
import { useEffect, useState, useSyncExternalStore } from "react";
import { marketdata } from "@/api/marketdata";
import { onTopic, usePaused, type LiveTrades } from "@/live";
import { paced } from "@/ui/paced";
import { REPAINT_MS } from "./painter";
import { Tape } from "./tape";
import type { Place } from "./useBars";
import { useRefetchAfter } from "./useRefetchAfter";

/** A tape that tells its listeners ten times a second at most. */
function makeTape() {
  const tape = new Tape();
  const listeners = new Set<() => void>();
  const pace = paced(() => {
    for (const listener of listeners) listener();
  }, REPAINT_MS);
  return {
    put: (...taken: Parameters<Tape["put"]>) => {
      if (tape.put(...taken)) pace.ask();
    },
    refill: (...taken: Parameters<Tape["refill"]>) => {
      if (tape.refill(...taken)) pace.ask();
    },
    rows: () => tape.rows,
    lost: () => tape.lost,
    stop: pace.stop,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The newest trades of the run: those so far, then each delivery. `rows` newest first. */
export function useTape({ run, instrumentId, isNewest, isMoving }: Place) {
  const [tape] = useState(makeTape);
  const history = useQuery(marketdata.runTrades(run, instrumentId));
  const { data } = history;
  const [isPaused] = usePaused();
  useRefetchAfter(isMoving, history.refetch);
  useRefetchAfter(isPaused, history.refetch);
  useEffect(() => {
    if (data) tape.refill(data);
  }, [data, tape]);
  useEffect(() => {
    if (!isNewest) return undefined;
    const leave = onTopic<LiveTrades>(`trades.${instrumentId}`, (items) => {
      for (const item of items) if (item.run === run) tape.put(item.trades, item.lost);
    });
    return () => {
      leave();
      tape.stop();
    };
  }, [run, instrumentId, isNewest, tape]);
  const rows = useSyncExternalStore(tape.subscribe, tape.rows);
  return { history, rows, lost: tape.lost() };
}
