/** The newest trades of one instrument. */

export interface Print {
  sequence: number;
  /** Nanoseconds UTC. */
  ts_event: number;
  price: number;
  size: number;
}

/** Most trades that are kept. */
export const MOST_PRINTS = 200;

export class Tape {
  /** Newest first; another array whenever something has changed. */
  rows: readonly Print[] = [];
  /** Trades between those shown that the live stream left out, since there were too many for a person to read. */
  lost = 0;

  /** Take trades in any order and as often as they come. Whether there was a new one. */
  put(prints: readonly Print[], lost = 0): boolean {
    const newest = this.rows[0]?.sequence ?? 0;
    const oldest = this.rows.at(-1)?.sequence ?? Infinity;
    const isEarlier = (print: Print): boolean => print.sequence < oldest && this.rows.length < MOST_PRINTS;
    const fresh = prints.filter((print) => print.sequence > newest || isEarlier(print));
    if (!fresh.length) return false;
    this.lost += lost;
    this.rows = [...fresh, ...this.rows].toSorted((one, other) => other.sequence - one.sequence).slice(0, MOST_PRINTS);
    return true;
  }
}

/** +1 or -1 where the price went from the trade before, else the direction in which it last went; 0: not known. */
export function directionsOf(rows: readonly Print[]): number[] {
  const found: number[] = [];
  let last = 0;
  for (let place = rows.length - 1; place >= 0; place--) {
    const change = (rows[place]?.price ?? 0) - (rows[place + 1]?.price ?? Number.NaN);
    if (change) last = Math.sign(change);
    found[place] = last;
  }
  return found;
}
