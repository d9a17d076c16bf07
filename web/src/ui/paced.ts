export interface Paced {
  /** Asks for a call; several within one interval are one. */
  ask: () => void;
  stop: () => void;
}

/** Calls at most once in `interval` milliseconds, first at once, and once more for what came in between. */
export function paced(call: () => void, interval: number): Paced {
  let last = -Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const run = (): void => {
    timer = undefined;
    last = performance.now();
    call();
  };
  return {
    ask: () => {
      if (timer !== undefined) return;
      const wait = last + interval - performance.now();
      if (wait <= 0) run();
      else timer = setTimeout(run, wait);
    },
    stop: () => {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
