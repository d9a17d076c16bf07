import { useId, type KeyboardEvent, type PointerEvent } from "react";
import { useHold } from "./useHold";

export interface HoldButtonProps {
  /** What happens, for example `Stop all trading`. */
  label: string;
  seconds?: number;
  /** Id of the text that says what will happen. */
  describedBy?: string;
  /** Called once, when the button was held for the whole time. */
  onHeld: () => void;
  disabled?: boolean;
}

/** A button for what is dangerous: pointer, Space or Enter have to be held; letting go or leaving cancels. */
export function HoldButton({ label, seconds = 2, describedBy, onHeld, disabled = false }: HoldButtonProps) {
  const { state, left, press, release } = useHold(seconds * 1000, onHeld, !disabled);
  const hint = useId();
  const isHolding = state === "holding";
  const done = 1 - left / (seconds * 1000);
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <button
        type="button"
        disabled={disabled}
        aria-describedby={describedBy ? `${hint} ${describedBy}` : hint}
        {...pointerHandlers(press, release)}
        {...keyHandlers(press, release)}
        className="relative isolate inline-flex min-h-[34px] cursor-pointer touch-none items-center justify-center overflow-hidden rounded border-2 border-danger bg-panel px-3 font-semibold text-danger select-none disabled:cursor-not-allowed disabled:border-line disabled:text-dim"
      >
        <span
          aria-hidden="true"
          className="absolute inset-0 -z-10 origin-left bg-danger/30 motion-reduce:hidden"
          style={{ transform: `scaleX(${isHolding ? done : state === "held" ? 1 : 0})` }}
        />
        {label}
        <span aria-hidden="true" className="ml-2 min-w-[5.5em] text-left font-normal">
          {isHolding ? `${(left / 1000).toFixed(1)} s left` : `hold ${seconds} s`}
        </span>
      </button>
      <span id={hint} className="sr-only">
        Hold the pointer, Space or Enter for {seconds} seconds.
      </span>
      <span role="status" className="text-dim empty:hidden">
        {state === "cancelled" ? `Cancelled: hold for ${seconds} seconds.` : ""}
        <span className="sr-only">{isHolding ? "Keep holding." : state === "held" ? `${label}: done.` : ""}</span>
      </span>
    </span>
  );
}

function pointerHandlers(press: () => void, release: () => void) {
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button === 0) press();
    },
    onPointerUp: release,
    onPointerLeave: release,
    onPointerCancel: release,
    // A long touch would open a menu in the middle of holding.
    onContextMenu: (event: { preventDefault: () => void }) => event.preventDefault(),
  };
}

function isHoldKey(event: KeyboardEvent): boolean {
  return event.key === " " || event.key === "Enter";
}

function keyHandlers(press: () => void, release: () => void) {
  return {
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === "Escape") release();
      if (!isHoldKey(event)) return;
      event.preventDefault();
      if (!event.repeat && !event.ctrlKey && !event.metaKey && !event.altKey) press();
    },
    onKeyUp: (event: KeyboardEvent) => {
      if (isHoldKey(event)) release();
    },
    onBlur: release,
  };
}
