import { Number } from "./Number";
import { Sparkline } from "./Sparkline";
import type { Amount, Origin, Unit } from "./types";

export type Tone = "up" | "down" | "warn" | "danger";

export interface StatProps {
  label: string;
  value: Amount;
  unit: Unit;
  currency?: string | undefined;
  precision?: number | undefined;
  signed?: boolean;
  /** The course of the value, oldest first. */
  spark?: readonly number[] | undefined;
  origin: Origin;
  /** Colour with its sign: ▲ ▼ for directions, ! for a warning, ✕ for a breach. */
  tone?: Tone | undefined;
  /** Why there is no value, where there is none. */
  reason?: string | undefined;
}

const TONES: Record<Tone, { icon: string; word: string; colour: string }> = {
  up: { icon: "▲", word: "up", colour: "text-up" },
  down: { icon: "▼", word: "down", colour: "text-down" },
  warn: { icon: "!", word: "warning", colour: "text-warn" },
  danger: { icon: "✕", word: "breach", colour: "text-danger" },
};

/** One figure that matters, with its name and its course. */
export function Stat({ label, spark, tone, ...number }: StatProps) {
  const look = tone ? TONES[tone] : undefined;
  const isMissing = number.value === null || number.value === undefined;
  return (
    <div role="group" aria-label={label} className="flex min-w-0 flex-col gap-0.5 px-3 py-2">
      <p className="truncate text-dim">{label}</p>
      <div className="flex flex-col items-start gap-0.5">
        <p
          className={`flex items-center gap-1 text-[1.15em] leading-tight sm:text-[1.4em] font-semibold ${look?.colour ?? ""}`}
        >
          {look ? (
            <>
              <span aria-hidden="true" className="text-[0.7em]">
                {look.icon}
              </span>
              <span className="sr-only">{look.word}</span>
            </>
          ) : null}
          <Number {...number} />
        </p>
        {isMissing && number.reason ? (
          <p aria-hidden="true" className="leading-tight text-dim">
            {number.reason}
          </p>
        ) : spark ? (
          <Sparkline values={spark} label={label} />
        ) : null}
      </div>
    </div>
  );
}
