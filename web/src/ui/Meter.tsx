import { formatAmount, signOf } from "./format";
import { Number } from "./Number";
import type { Amount, Origin, Unit } from "./types";

export interface MeterProps {
  label: string;
  value: Amount;
  /** The limit; null: there is none. */
  ceiling: Amount;
  unit: Unit;
  currency?: string | undefined;
  precision?: number | undefined;
  origin?: Origin | undefined;
}

/** Where a limit counts as near. */
const NEAR = 0.8;

const LOOKS = {
  within: { fill: "bg-accent", text: "text-dim", icon: "" },
  near: { fill: "bg-warn", text: "text-warn", icon: "▲ " },
  reached: { fill: "bg-danger", text: "text-danger", icon: "✕ " },
};

/** How much of a limit is used; the size of the value counts, so that a short position fills it too. */
export function Meter({ label, value, ceiling, unit, origin, ...format }: MeterProps) {
  const used = usage(value, ceiling);
  const standing = used === null ? "within" : used >= 1 ? "reached" : used >= NEAR ? "near" : "within";
  const look = LOOKS[standing];
  const share =
    used === null ? null : globalThis.Number.isFinite(used) ? formatAmount(used, "fraction", { precision: 0 }) : "over";
  const words = { within: "", near: "near the limit", reached: "limit reached" }[standing];
  const text = `${formatAmount(value, unit, format)} of ${formatAmount(ceiling, unit, format)}`;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <div className="flex flex-wrap items-center justify-between gap-x-3">
        <span className="min-w-0 break-words">{label}</span>
        <span className="flex min-w-0 flex-wrap items-center gap-x-1">
          <Number value={value} unit={unit} origin={origin} {...format} />
          <span className="text-dim">of</span>
          <Number value={ceiling} unit={unit} reason="no limit" {...format} />
        </span>
      </div>
      {used === null ? (
        <p className="h-2 rounded border border-dashed border-dim" aria-hidden="true" />
      ) : (
        <div
          role="meter"
          aria-label={label}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(Math.min(used, 1) * 100)}
          aria-valuetext={[`${share} used`, text, words].filter(Boolean).join(", ")}
          className="h-2 overflow-hidden rounded border border-dim bg-ground"
        >
          <div className={`h-full origin-left ${look.fill}`} style={{ transform: `scaleX(${Math.min(used, 1)})` }} />
        </div>
      )}
      <p className={look.text}>
        {look.icon}
        {used === null ? (ceiling === null || ceiling === undefined ? "no limit set" : "no value") : `${share} used`}
        {words ? `, ${words}` : ""}
      </p>
    </div>
  );
}

/** Share of the ceiling; with a ceiling of zero anything is over it. Null: one of the two is not known. */
function usage(value: Amount, ceiling: Amount): number | null {
  if (signOf(value) === null || signOf(ceiling) === null) return null;
  const size = Math.abs(globalThis.Number(value));
  const limit = Math.abs(globalThis.Number(ceiling));
  return size === 0 ? 0 : size / limit;
}
