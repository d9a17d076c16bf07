import { useCallback, useState } from "react";
import type { TimeRange } from "@/ui/PriceChart";
import { beginOf, type BaseBars } from "./bars";
import type { Selection } from "./useSelection";

/**
 * The range of the URL, and how it follows the chart. The chart is told a range when it is made, not when it itself
 * reported it: it would be moved back while someone still moves it.
 */
export function useRange({ asked, change, step }: Selection, bars: BaseBars, isMoving: boolean) {
  const [follows, setFollows] = useState(0);
  const hasRange = asked.from !== undefined && asked.to !== undefined;
  const onRange = useCallback(
    ({ from, to }: TimeRange) => {
      const last = bars.last;
      // Whoever sees the newest bar of a run that goes on wants to see the next one too.
      const isFollowing = isMoving && last !== undefined && to >= beginOf(last.time, step);
      change(isFollowing ? { from: undefined, to: undefined } : { from: Math.floor(from), to: Math.ceil(to) });
    },
    [bars, change, step, isMoving],
  );
  const follow = useCallback(() => {
    change({ from: undefined, to: undefined });
    setFollows((count) => count + 1);
  }, [change]);
  return {
    /** Goes up when the newest bars are wanted: the chart is made anew then, at the range of the URL. */
    follows,
    range: hasRange ? { from: asked.from ?? 0, to: asked.to ?? 0 } : undefined,
    onRange,
    follow,
  };
}
