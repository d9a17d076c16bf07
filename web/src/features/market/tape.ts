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

  /** Take trades in any order and as often as they come; `lost` were left out before them. Whether one was new. */
  put(prints: readonly Print[], lost = 0): boolean {
    const known = new Set(this.rows.map((row) => row.sequence));
    const oldest = this.rows.length < MOST_PRINTS ? 0 : (this.rows.at(-1)?.sequence ?? 0);
    const fresh = prints.filter((print) => print.sequence > oldest && !known.has(print.sequence));
    if (!fresh.length) return false;
    this.lost += lost;
    this.rows = [...fresh, ...this.rows].toSorted((one, other) => other.sequence - one.sequence).slice(0, MOST_PRINTS);
    return true;
  }

  /** Take the newest trades without a hole: what the live stream left out between them is here. */
  refill(prints: readonly Print[]): boolean {
    this.lost = 0;
    return this.put(prints);
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
