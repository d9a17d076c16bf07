/** What the pieces of `ui/` share: units, problems, where a number comes from. */

/** As the API names them in `x-unit` of its schemas. `currency` is the account's; `fraction` is shown in percent. */
export type Unit =
  | "currency"
  | "price"
  | "quantity"
  | "fraction"
  | "bps"
  | "count"
  | "seconds"
  | "milliseconds"
  | "timestamp_ns"
  | "per_second"
  | "variance"
  | "ratio"
  | "text";

/** Decimal text of the API, or a number. */
export type Amount = string | number | null | undefined;

/** What stands behind a number: shown on hover, tap or focus. */
export interface Origin {
  /** What the number is, as the API documents it. */
  description: string;
  /** Engine and route, for example `portfolio /account`. */
  source: string;
  /** Nanoseconds UTC; null: nobody said. */
  asOf: number | null;
  /** The "why?": method, formula or rule, with its source. */
  method?: string;
}

/** An RFC 9457 problem, or what stands for one when the network failed. */
export interface Problem {
  title: string;
  detail: string;
  status: number;
  requestId: string;
}

/** How a panel's data stands. With `data` present an error or a reload keeps it visible, with its age. */
export interface Loading {
  isPending: boolean;
  problem: Problem | null;
  /** Milliseconds since the epoch of the last good answer; 0: none. */
  updatedAt: number;
  retry: () => void;
}
