import { useEffect, useRef, useState } from "react";

const STEP = 50;

export interface Hold {
  /** `idle`, `holding`, `held` until it is let go, `cancelled` after letting go too early. */
  state: "idle" | "holding" | "held" | "cancelled";
  /** Milliseconds that are left while holding. */
  left: number;
  press: () => void;
  release: () => void;
}

/** Something that happens once when a press has lasted for `duration` milliseconds, and not at all when it ends before. */
export function useHold(duration: number, onHeld: () => void, isEnabled: boolean): Hold {
  const [state, setState] = useState<Hold["state"]>("idle");
  const [left, setLeft] = useState(duration);
  const timer = useRef<ReturnType<typeof setInterval>>(undefined);
  const latest = useRef({ onHeld, isEnabled });
  useEffect(() => {
    latest.current = { onHeld, isEnabled };
  });
  useEffect(() => () => clearInterval(timer.current), []);

  const press = (): void => {
    if (state === "holding") return;
    clearInterval(timer.current);
    const start = performance.now();
    setLeft(duration);
    setState("holding");
    timer.current = setInterval(() => {
      if (!latest.current.isEnabled) {
        // A button that was disabled meanwhile reports no release.
        clearInterval(timer.current);
        setState("cancelled");
        return;
      }
      const remains = duration - (performance.now() - start);
      setLeft(Math.max(0, remains));
      if (remains > 0) return;
      clearInterval(timer.current);
      setState("held");
      latest.current.onHeld();
    }, STEP);
  };
  const release = (): void => {
    clearInterval(timer.current);
    setState((now) => (now === "holding" ? "cancelled" : now === "held" ? "idle" : now));
  };
  return { state, left, press, release };
}
