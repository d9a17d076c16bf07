export interface Paced {
  /** Asks for a call; several within one interval are one. */
  ask: () => void;
  stop: () => void;
}

/**
 * Calls about once in `interval` milliseconds at most, first at once, and once more for what came in between. All calls
 * of one interval share a beat: what several charts and books change is painted in one frame, and not each in its own.
 */
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
      const now = performance.now();
      // The first beat that is not too soon after the last call; a timer that came late does not skip one.
      const wait = Math.ceil((last + interval / 2) / interval) * interval - now;
      if (wait <= 0 || now - last >= interval) run();
      else timer = setTimeout(run, wait);
    },
    stop: () => {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
