/** What the URL of the Market page holds, so that a link shows the same picture. */

export interface MarketSearch {
  /** Instrument, as in `ES.XCME`; without it the first one of the run. */
  symbol?: string;
  /** Bar size in seconds; without it the base step of the run. */
  bar?: number;
  /** Series below the price, as `engine:name`. */
  factor?: string;
  /** Number of a run; without it the newest one, also when that changes. */
  run?: number;
  /** Visible range, seconds UTC; without it the newest bars, and those that follow. */
  from?: number;
  to?: number;
}

const SYMBOL = /^[A-Za-z0-9._-]{1,64}$/;
const SERIES = /^(factor|features|vpin|ml):[A-Za-z0-9_]{1,64}$/;
const LONGEST_BAR = 366 * 86_400;

/** What of `raw` can be used; the rest is dropped, as if it had not been there. */
export function search(raw: Record<string, unknown>): MarketSearch {
  const symbol = text(raw["symbol"], SYMBOL);
  const factor = text(raw["factor"], SERIES);
  const bar = whole(raw["bar"], LONGEST_BAR);
  const run = whole(raw["run"], Number.MAX_SAFE_INTEGER);
  const from = whole(raw["from"], Number.MAX_SAFE_INTEGER);
  const to = whole(raw["to"], Number.MAX_SAFE_INTEGER);
  const isRange = from !== null && to !== null && from < to;
  return {
    ...(symbol !== null && { symbol }),
    ...(bar !== null && { bar }),
    ...(factor !== null && { factor }),
    ...(run !== null && { run }),
    ...(isRange && { from, to }),
  };
}

function text(value: unknown, pattern: RegExp): string | null {
  return typeof value === "string" && pattern.test(value) ? value : null;
}

function whole(value: unknown, most: number): number | null {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) && number > 0 && number <= most ? number : null;
}
