import { useCallback, useEffect, useRef, useState, type FocusEvent, type PointerEvent, type RefObject } from "react";

const OPEN_AFTER = 250;
const CLOSE_AFTER = 200;

/** Closes the popover that is open, if one is: there is never more than one on the page. */
let closeOther: (() => void) | null = null;

export interface OriginTrigger<Anchor extends HTMLElement> {
  isOpen: boolean;
  ref: RefObject<Anchor | null>;
  /** For the element that opens the popover. */
  trigger: {
    onPointerEnter: (event: PointerEvent) => void;
    onPointerLeave: (event: PointerEvent) => void;
    onFocus: (event: FocusEvent) => void;
    onBlur: () => void;
    onClick: () => void;
  };
  /** For the popover, so that the pointer can move onto it. */
  keep: { onPointerEnter: () => void; onPointerLeave: () => void };
}

/** A touch "enters" too, right before its tap. */
function hovers(event: PointerEvent): boolean {
  return event.pointerType !== "touch";
}

/** Opens on hover, keyboard focus and tap; a tap or Enter pins it; Escape, leaving and another one close it. */
export function useOrigin<Anchor extends HTMLElement>(): OriginTrigger<Anchor> {
  const [state, setState] = useState<"closed" | "open" | "pinned">("closed");
  const ref = useRef<Anchor>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const later = useCallback((next: "closed" | "open", delay: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setState((now) => (now === "pinned" ? now : next)), delay);
  }, []);
  const at = useCallback((next: "closed" | "open" | "pinned") => {
    clearTimeout(timer.current);
    setState(next);
  }, []);
  // Once the focus is where it goes: a dialog takes it back when something vanishes while nothing has it.
  const left = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setState("closed"), 0);
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);
  useSoleOpen(state !== "closed", at, ref);

  const onFocus = (event: FocusEvent): void => {
    if (event.currentTarget.matches(":focus-visible")) at("open");
  };
  return {
    isOpen: state !== "closed",
    ref,
    trigger: {
      onPointerEnter: (event) => hovers(event) && later("open", OPEN_AFTER),
      onPointerLeave: (event) => hovers(event) && later("closed", CLOSE_AFTER),
      onFocus,
      onBlur: left,
      onClick: () => at(state === "pinned" ? "closed" : "pinned"),
    },
    keep: {
      onPointerEnter: () => clearTimeout(timer.current),
      onPointerLeave: () => later("closed", CLOSE_AFTER),
    },
  };
}

function useSoleOpen(isOpen: boolean, at: (next: "closed") => void, trigger: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (!isOpen) return;
    const close = (): void => at("closed");
    closeOther?.();
    closeOther = close;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== "Escape") return;
      // Before anyone else: Escape closes the popover and not the dialog around it.
      event.stopPropagation();
      close();
    };
    const onDown = (event: globalThis.PointerEvent): void => {
      const target = event.target instanceof Node ? event.target : null;
      const isInside = target instanceof Element && target.closest("[role=tooltip]") !== null;
      if (!isInside && !trigger.current?.contains(target)) close();
    };
    window.addEventListener("keydown", onKey, true);
    window.addEventListener("pointerdown", onDown, true);
    return () => {
      if (closeOther === close) closeOther = null;
      window.removeEventListener("keydown", onKey, true);
      window.removeEventListener("pointerdown", onDown, true);
    };
  }, [isOpen, at, trigger]);
}
