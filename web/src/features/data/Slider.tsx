import { useId, useState } from "react";
import { Button } from "@/ui/Button";
import { placeOf } from "./course";

export interface SliderProps {
  /** Days on which something became known, oldest first. */
  changes: readonly string[];
  /** A day; without it now. */
  asOf: string | undefined;
  onChange: (asOf: string | undefined) => void;
}

/** The day as of which history is shown: dragged, stepped with arrow keys from change to change, or typed. */
export function Slider({ changes, asOf, onChange }: SliderProps) {
  const id = useId();
  const at = placeOf(changes, asOf);
  const end = changes.length;
  const go = (place: number): void => onChange(place >= end ? undefined : changes[Math.max(0, place)]);
  return (
    <div role="group" aria-label="Time to read as of" className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <label htmlFor={id} className="text-dim">
        As of
      </label>
      <Button aria-label="The change before" disabled={end === 0 || at === 0} onClick={() => go(at - 1)}>
        ◀
      </Button>
      <input
        id={id}
        type="range"
        min={0}
        max={end}
        step={1}
        value={at}
        disabled={end === 0}
        aria-valuetext={asOf === undefined ? "now" : `end of ${asOf}, UTC`}
        onChange={(event) => go(event.target.valueAsNumber)}
        className="h-[24px] min-w-[8rem] flex-1 basis-[12rem] accent-accent"
      />
      <Button aria-label="The change after" disabled={at >= end} onClick={() => go(at + 1)}>
        ▶
      </Button>
      <Day asOf={asOf} onChange={onChange} />
      <Button aria-pressed={asOf === undefined} onClick={() => onChange(undefined)}>
        Now
      </Button>
    </div>
  );
}

/** A day to read as of; empty: now. */
export function Day({ asOf, onChange }: Pick<SliderProps, "asOf" | "onChange">) {
  const [today] = useState(() => new Date().toISOString().slice(0, 10));
  return (
    <input
      type="date"
      aria-label="Day to read as of"
      value={asOf ?? ""}
      max={today}
      onChange={(event) => onChange(event.target.value || undefined)}
      // Its parts take the focus one after the other: the ring is of all of it.
      className="min-h-[26px] rounded border border-dim bg-ground px-1 focus-within:outline-2 focus-within:outline-accent"
    />
  );
}
