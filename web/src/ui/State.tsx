import type { ReactNode } from "react";

export type StateKind = "good" | "warn" | "bad" | "idle";

const LOOKS: Record<StateKind, { icon: string; tone: string }> = {
  good: { icon: "●", tone: "text-up" },
  warn: { icon: "▲", tone: "text-warn" },
  bad: { icon: "✕", tone: "text-danger" },
  idle: { icon: "○", tone: "text-dim" },
};

/** A state as shape, colour and word, so that none of them carries it alone. */
export function State({ kind, children }: { kind: StateKind; children: ReactNode }) {
  const { icon, tone } = LOOKS[kind];
  return (
    <span className={`inline-flex items-baseline gap-1 whitespace-nowrap ${tone}`}>
      <span aria-hidden="true" className="inline-block w-[1em] text-center text-[0.85em]">
        {icon}
      </span>
      <span>{children}</span>
    </span>
  );
}
