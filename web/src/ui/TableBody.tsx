import { defaultRangeExtractor, observeElementRect, useVirtualizer, type Range } from "@tanstack/react-virtual";
import { Fragment, useCallback, useEffect, useRef, useSyncExternalStore, type RefObject } from "react";
import type { Column } from "./tableColumns";
import { HEAD_HEIGHT } from "./TableHead";
import { TableRow, rowProps } from "./TableRow";
import type { HeldEntry } from "./useHeldOrder";
import { useActiveRow, useRowFocus } from "./useRowFocus";

const UNMEASURED = { width: 0, height: 600 };

export interface TableBodyProps<Row> {
  columns: readonly Column<Row>[];
  entries: readonly HeldEntry<Row>[];
  scroller: RefObject<HTMLElement | null>;
  onOpen: ((row: Row) => void) | undefined;
  selected: string | null | undefined;
}

/** The rows that are in sight, between empty rows as high as those that are not. */
export function TableBody<Row>({ columns, entries, scroller, onOpen, selected }: TableBodyProps<Row>) {
  const body = useRef<HTMLTableSectionElement>(null);
  const height = useRowHeight();
  const [active, setActive] = useActiveRow(entries);
  // Keeps the row with the focus rendered, or the focus would fall to the page.
  const rangeExtractor = useCallback((range: Range) => withKept(range, active), [active]);
  // oxlint-disable-next-line react/incompatible-library -- its functions stay inside of this component
  const rows = useVirtualizer<HTMLElement, HTMLElement>({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    getItemKey: (index) => entries[index]?.key ?? index,
    paddingStart: HEAD_HEIGHT,
    scrollPaddingStart: HEAD_HEIGHT,
    overscan: 12,
    initialRect: UNMEASURED,
    // A part that is not laid out (a hidden tab) has no height, and its first screen of rows all the same.
    observeElementRect: (instance, report) =>
      observeElementRect(instance, (rect) => report(rect.height > 0 ? rect : UNMEASURED)),
    rangeExtractor,
  });
  useEffect(() => rows.measure(), [rows, height]);
  const focus = useRowFocus({
    entries,
    active,
    setActive,
    onOpen,
    body,
    scrollTo: (index) => rows.scrollToIndex(index),
    page: () => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / height) - 2),
  });
  const items = rows.getVirtualItems();
  const end = rows.getTotalSize();
  const last = items[items.length - 1]?.end ?? end;
  return (
    // The rows hold the focus and one listener serves them all.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <tbody ref={body} onKeyDown={focus.onKeyDown} onFocus={focus.onFocus} onClick={focus.onClick}>
      {items.map((item, place) => {
        const entry = entries[item.index];
        if (!entry) return null;
        const gap = item.start - (items[place - 1]?.end ?? HEAD_HEIGHT);
        return (
          <Fragment key={item.key}>
            {gap > 0 ? <Space height={gap} /> : null}
            <TableRow
              {...rowProps(entry)}
              columns={columns}
              index={item.index}
              isActive={item.index === active}
              isSelected={entry.key === selected}
              canOpen={onOpen !== undefined}
            />
          </Fragment>
        );
      })}
      {end > last ? <Space height={end - last} /> : null}
    </tbody>
  );
}

function Space({ height }: { height: number }) {
  return <tr aria-hidden="true" style={{ height }} />;
}

function withKept(range: Range, kept: number): number[] {
  const shown = defaultRangeExtractor(range);
  if (kept < 0 || kept >= range.count || shown.includes(kept)) return shown;
  return [...shown, kept].toSorted((a, b) => a - b);
}

function rowHeight(): number {
  const text = getComputedStyle(document.documentElement).getPropertyValue("--row");
  return globalThis.Number.parseFloat(text) || 25;
}

function watchDensity(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ["data-density"] });
  return () => observer.disconnect();
}

/** Pixels of a row, which follow the density of the page. */
function useRowHeight(): number {
  return useSyncExternalStore(watchDensity, rowHeight);
}
