/** What screen readers are told: politely at most every five seconds, at once only what cannot wait. */
import { cell } from "@/api/cell";

const POLITE_MS = 5_000;

export const polite = cell("");
export const assertive = cell("");

let waiting: string | null = null;
let saidAt = Number.NEGATIVE_INFINITY;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Tell what has happened. Of polite texts that come faster than they can be read, the last one is told. */
export function announce(text: string, isAssertive = false): void {
  if (isAssertive) {
    sayAnew(assertive, text);
    return;
  }
  waiting = text;
  clearTimeout(timer);
  timer = setTimeout(say, Math.max(0, saidAt + POLITE_MS - performance.now()));
}

function say(): void {
  if (waiting === null) return;
  saidAt = performance.now();
  sayAnew(polite, waiting);
  waiting = null;
}

/** The same text twice is a change only if it differs: a space at the end is not read. */
function sayAnew(region: typeof polite, text: string): void {
  region.set(region.get() === text ? `${text}\u00a0` : text);
}
