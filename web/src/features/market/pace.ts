/** Doing something not more often than a person can see. */

/** Charts, books and tapes are painted ten times a second at most. */
export const REPAINT_MS = 100;

export interface Pace {
  /** Have the work done: now if the last time is long enough ago, else when it is. */
  ask: () => void;
  stop: () => void;
}

/** `work` at most once in `milliseconds`, and always after the last time that it was asked for. */
export function paced(work: () => void, milliseconds = REPAINT_MS): Pace {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let done = -Infinity;
  const run = (): void => {
    timer = undefined;
    done = performance.now();
    work();
  };
  return {
    ask: () => {
      const wait = done + milliseconds - performance.now();
      if (timer !== undefined) return;
      if (wait <= 0) run();
      else timer = setTimeout(run, wait);
    },
    stop: () => {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
