import { useEffect, useRef, useState, type KeyboardEvent, type MouseEvent, type RefObject } from "react";
import type { HeldEntry } from "./useHeldOrder";

export interface RowFocusOptions<Row> {
  entries: readonly HeldEntry<Row>[];
  /** Index and setter of `useActiveRow`. */
  active: number;
  setActive: (key: string) => void;
  onOpen: ((row: Row) => void) | undefined;
  body: RefObject<HTMLElement | null>;
  scrollTo: (index: number) => void;
  /** Rows that a page has, at the time of the key. */
  page: () => number;
}

export interface RowFocus {
  onKeyDown: (event: KeyboardEvent) => void;
  onFocus: (event: { target: EventTarget }) => void;
  onClick: (event: MouseEvent) => void;
}

const INTERACTIVE = "a, button, input, select, textarea, label, summary";

function rowOf(target: EventTarget, body: HTMLElement | null): HTMLElement | null {
  const row = target instanceof Element ? target.closest<HTMLElement>("tr[data-key]") : null;
  // What a portal renders bubbles through React too, and is no part of the table.
  return row && body?.contains(row) ? row : null;
}

/** The row that is the tab stop of the table, by index; -1 without rows. */
export function useActiveRow<Row>(entries: readonly HeldEntry<Row>[]): readonly [number, (key: string) => void] {
  const [key, setKey] = useState<string | null>(null);
  const found = key === null ? -1 : entries.findIndex((entry) => entry.key === key);
  return [found >= 0 ? found : Math.min(0, entries.length - 1), setKey];
}

/** One tab stop among the rows: arrows, j, k, Page, Home and End move it; Enter and a click open. */
export function useRowFocus<Row>(options: RowFocusOptions<Row>): RowFocus {
  const { entries, active, setActive, onOpen, body, scrollTo, page } = options;
  const wanted = useRef<string | null>(null);

  // The row may first have to be rendered, which scrolling does.
  useEffect(() => {
    if (wanted.current === null) return;
    const row = body.current?.querySelector<HTMLElement>(`tr[data-key="${CSS.escape(wanted.current)}"]`);
    if (!row) return;
    wanted.current = null;
    row.focus({ preventScroll: true });
  });

  const open = (entry: HeldEntry<Row> | undefined): void => {
    if (entry && !entry.isGone) onOpen?.(entry.row);
  };
  const move = (index: number): void => {
    const entry = entries[Math.max(0, Math.min(index, entries.length - 1))];
    if (!entry) return;
    wanted.current = entry.key;
    setActive(entry.key);
    scrollTo(entries.indexOf(entry));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const isRow = event.target === rowOf(event.target, body.current);
    const isTyping = event.target instanceof Element && event.target.matches("input, select, textarea");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !rowOf(event.target, body.current)) return;
    if (event.key === "Enter") {
      if (!isRow) return;
      open(entries[active]);
    } else {
      const to = destination(event.key, active, entries.length, page());
      if (to === undefined) return;
      move(to);
    }
    event.preventDefault();
  };
  return {
    onKeyDown,
    onFocus: (event) => {
      const row = rowOf(event.target, body.current);
      if (row?.dataset.key !== undefined) setActive(row.dataset.key);
    },
    onClick: (event) => {
      const row = rowOf(event.target, body.current);
      if (!row || (event.target instanceof Element && event.target.closest(INTERACTIVE))) return;
      open(entries[globalThis.Number(row.dataset.index)]);
    },
  };
}

function destination(key: string, from: number, count: number, page: number): number | undefined {
  switch (key) {
    case "ArrowDown":
    case "j":
      return from + 1;
    case "ArrowUp":
    case "k":
      return from - 1;
    case "PageDown":
      return from + page;
    case "PageUp":
      return from - page;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return undefined;
  }
}
