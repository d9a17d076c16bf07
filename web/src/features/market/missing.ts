import type { RunView } from "@/api/schema/marketdata";
import type { SeriesName } from "./series";

/** Why a series has no value yet, and what would give it one. `lookback` undefined: no engine has such a series. */
export function missing(
  { source }: SeriesName,
  lookback: number | undefined,
  run: Pick<RunView, "records" | "session">,
): string {
  if (lookback === undefined) return "No engine computes a series of this name. Choose another one above.";
  if (source !== "vpin") return `No value yet: it looks back on ${lookback} bars of this instrument.`;
  return run.records === "bars"
    ? `It needs trades, and ${run.session} has bars. Play a session of trades, such as es-trades.`
    : `No value yet: it looks back on ${lookback} volume buckets of trades.`;
}
