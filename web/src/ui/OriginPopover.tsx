import { useEffect, useLayoutEffect, useRef, type ReactNode, type RefObject } from "react";
import { createPortal } from "react-dom";
import { unitWords } from "./format";
import { Time } from "./Time";
import type { Origin, Unit } from "./types";

const GAP = 4;
const MARGIN = 8;

export interface OriginPopoverProps {
  id: string;
  origin: Origin;
  unit: Unit | undefined;
  currency: string | undefined;
  /** Why there is no value. */
  reason: string | undefined;
  anchor: RefObject<HTMLElement | null>;
  keep: { onPointerEnter: () => void; onPointerLeave: () => void };
}

/** What a number is, in which unit, of when and from where, and how it comes about. */
export function OriginPopover({ id, origin, unit, currency, reason, anchor, keep }: OriginPopoverProps) {
  const box = useRef<HTMLDivElement>(null);
  usePlace(anchor, box);
  // Inside a dialog, since everything outside of it is hidden from assistive technology.
  const home = anchor.current?.closest("[role=dialog]") ?? document.body;
  return createPortal(
    <div
      ref={box}
      id={id}
      role="tooltip"
      {...keep}
      className="fixed top-0 left-0 z-50 w-max max-w-[min(22rem,calc(100vw-16px))] rounded border border-dim bg-panel p-3 text-left font-sans text-[1rem] font-normal whitespace-normal text-text shadow-lg"
    >
      <p>{origin.description}</p>
      {reason ? <p className="text-warn">No value: {reason}</p> : null}
      <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-3">
        {unit ? <Entry name="Unit">{unitWords(unit, currency)}</Entry> : null}
        <Entry name="As of">
          {origin.asOf === null ? "not said" : <Time ns={origin.asOf} precision="millisecond" />}
        </Entry>
        <Entry name="Source">
          <span className="break-words">{origin.source}</span>
        </Entry>
        {origin.method ? <Entry name="Why?">{origin.method}</Entry> : null}
      </dl>
    </div>,
    home,
  );
}

function Entry({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-dim">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}

/** Below the anchor, above where there is no room, never beyond the window; follows when something scrolls. */
function usePlace(anchor: RefObject<HTMLElement | null>, box: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => place(anchor.current, box.current), [anchor, box]);
  useEffect(() => {
    const follow = (): void => place(anchor.current, box.current);
    window.addEventListener("scroll", follow, true);
    window.addEventListener("resize", follow);
    return () => {
      window.removeEventListener("scroll", follow, true);
      window.removeEventListener("resize", follow);
    };
  }, [anchor, box]);
}

function place(anchor: HTMLElement | null, box: HTMLElement | null): void {
  if (!anchor || !box) return;
  const from = anchor.getBoundingClientRect();
  const { width, height } = box.getBoundingClientRect();
  const left = Math.max(MARGIN, Math.min(from.left, window.innerWidth - width - MARGIN));
  const isBelow = from.bottom + GAP + height <= window.innerHeight - MARGIN || from.top < height + GAP + MARGIN;
  box.style.left = `${left}px`;
  box.style.top = `${isBelow ? from.bottom + GAP : from.top - GAP - height}px`;
}
