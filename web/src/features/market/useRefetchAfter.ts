import { useEffect, useRef } from "react";

/** What was under way when it ended has arrived by then. */
const SETTLED_MS = 1_000;

/** Ask again once `isOn` has ended: after a run's playing, or a pause of the page, for what came too fast to be told. */
export function useRefetchAfter(isOn: boolean, refetch: () => unknown): void {
  const wasOn = useRef(false);
  useEffect(() => {
    if (isOn) wasOn.current = true;
    if (isOn || !wasOn.current) return undefined;
    wasOn.current = false;
    const timer = setTimeout(refetch, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [isOn, refetch]);
}
