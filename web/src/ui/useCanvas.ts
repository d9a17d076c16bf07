import { useCallback, useEffect, useRef, useState, type RefObject } from "react";
import { onThemeChange } from "./colours";
import type { Problem } from "./types";

/** Something drawn into an element by code that is loaded when it is needed. */
export interface Drawing {
  /** The theme changed. */
  recolour: () => void;
  destroy: () => void;
}

export interface CanvasState<Kind extends Drawing> {
  host: RefObject<HTMLDivElement | null>;
  drawing: Kind | null;
  problem: Problem | null;
  retry: () => void;
}

/** Loads and creates a drawing, lets it follow the theme, and destroys it with its component. */
export function useCanvas<Kind extends Drawing>(create: (host: HTMLElement) => Promise<Kind>): CanvasState<Kind> {
  const host = useRef<HTMLDivElement>(null);
  const [drawing, setDrawing] = useState<Kind | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  // The first function serves for good: it is the same code with every render.
  const [make, setMake] = useState(() => create);
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    let isGone = false;
    let made: Kind | null = null;
    make(element).then(
      (one) => {
        if (isGone) return one.destroy();
        made = one;
        setProblem(null);
        setDrawing(one);
      },
      (error: unknown) => {
        if (!isGone) setProblem(failed(error));
      },
    );
    const forget = onThemeChange(() => made?.recolour());
    return () => {
      isGone = true;
      forget();
      setDrawing(null);
      made?.destroy();
    };
  }, [make]);
  const retry = useCallback(() => setMake((before: typeof create) => (element: HTMLElement) => before(element)), []);
  return { host, drawing, problem, retry };
}

function failed(error: unknown): Problem {
  const detail = error instanceof Error ? error.message : String(error);
  return { title: "The chart could not be loaded.", detail, status: 0, requestId: "" };
}
