import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type RefObject } from "react";
import type { PriceChartHandle } from "@/ui/PriceChart";
import { paced } from "./pace";
import type { Candle } from "./bars";
import type { Picture } from "./picture";
import type { Point } from "./values";

export interface Shown {
  candles: readonly Candle[];
  points: ReadonlyMap<string, readonly Point[]>;
}

export interface Painting {
  chart: RefObject<PriceChartHandle | null>;
  /** What the chart was last drawn anew with; what came since went to it directly, past React. */
  shown: Shown;
  /** Something of the picture has changed: it is painted soon, ten times a second at most. */
  changed: () => void;
  /** For what stands beside the chart: told after each repaint. */
  subscribe: (listener: () => void) => () => void;
}

const NOTHING: Shown = { candles: [], points: new Map() };

/** Brings a picture onto its chart. */
export function usePainting(picture: Picture): Painting {
  const chart = useRef<PriceChartHandle>(null);
  const [shown, setShown] = useState(NOTHING);
  const isDrawing = useRef(false);
  const [listeners] = useState(() => new Set<() => void>());
  const pace = useMemo(
    () =>
      paced(() => {
        if (isDrawing.current) return; // what changes meanwhile is asked for again below
        if (!chart.current) picture.redraw();
        const change = picture.take();
        if (!change) return;
        if (change.isWhole || !chart.current) {
          isDrawing.current = true;
          setShown(change);
        } else {
          for (const candle of change.candles) chart.current.update(candle);
          for (const [name, points] of change.points) {
            for (const point of points) chart.current.updatePane(name, point);
          }
        }
        for (const listener of listeners) listener();
      }),
    [picture, listeners],
  );
  useLayoutEffect(() => {
    isDrawing.current = false;
    pace.ask();
  }, [shown, pace]);
  useEffect(() => {
    picture.redraw();
    pace.ask();
    return pace.stop;
  }, [picture, pace]);
  const subscribe = useCallback(
    (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    [listeners],
  );
  return { chart, shown, changed: pace.ask, subscribe };
}
