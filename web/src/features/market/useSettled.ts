import { useEffect, useRef } from "react";

/** What was under way when a run stood still has arrived by then. */
const SETTLED_MS = 1_000;

/** Once a run that moved stands still, ask again for what came too fast to be told: then a reload shows the same. */
export function useSettled(isMoving: boolean, refetch: () => unknown): void {
  const moved = useRef(false);
  useEffect(() => {
    if (isMoving) moved.current = true;
    if (isMoving || !moved.current) return undefined;
    moved.current = false;
    const timer = setTimeout(refetch, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [isMoving, refetch]);
}
