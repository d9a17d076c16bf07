import { NOTHING, formatTime, isoTime, type TimePrecision } from "./format";

export interface TimeProps {
  /** Nanoseconds since the epoch. */
  ns: number | string | null | undefined;
  precision?: TimePrecision;
}

/** A point in time, UTC. */
export function Time({ ns, precision = "second" }: TimeProps) {
  const text = formatTime(ns, precision);
  if (text === NOTHING) {
    return (
      <span className="relative text-dim">
        <span aria-hidden="true">{NOTHING}</span>
        <span className="sr-only">no time</span>
      </span>
    );
  }
  return (
    <time dateTime={isoTime(ns)} className="whitespace-nowrap tabular-nums">
      {text}
    </time>
  );
}
