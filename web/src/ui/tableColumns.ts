import { useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from "react";
import { formatAmount, isNumeric } from "./format";
import type { Origin, Unit } from "./types";

export interface Column<Row> {
  id: string;
  title: string;
  /** Decides format, alignment and order; without it the values are text. */
  unit?: Unit;
  currency?: string;
  precision?: number;
  signed?: boolean;
  /** What the column means and where it comes from, behind an ⓘ in its header. */
  origin?: Origin;
  /** What is sorted, filtered and downloaded. */
  value: (row: Row) => string | number | null;
  /** What is shown; without it the formatted value. */
  render?: (row: Row) => ReactNode;
  /** Pixels. */
  width?: number;
  /** Left out on narrow screens until chosen. */
  minor?: boolean;
}

/** Columns by id that a person switched on or off; the others follow the default. */
export type Choices = Readonly<Record<string, boolean>>;

const NARROW = "(max-width: 639px)";

export function columnWidth<Row>(column: Column<Row>): number {
  if (column.width !== undefined) return column.width;
  return column.unit === "timestamp_ns" ? 184 : isNumeric(column.unit) ? 112 : 144;
}

/** A cell as text: what is filtered and, without `render`, what is shown. */
export function cellText<Row>(column: Column<Row>, row: Row): string {
  const { currency, precision, signed } = column;
  return formatAmount(column.value(row), column.unit ?? "text", { currency, precision, signed });
}

function watchNarrow(listener: () => void): () => void {
  const query = window.matchMedia(NARROW);
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}

/** Whether the window is narrower than 640 px. */
export function useNarrow(): boolean {
  return useSyncExternalStore(watchNarrow, () => window.matchMedia(NARROW).matches);
}

function storageKey(id: string): string {
  return `nautilus.table.${id}`;
}

function savedChoices(id: string): Choices {
  try {
    const saved: unknown = JSON.parse(localStorage.getItem(storageKey(id)) ?? "{}");
    if (typeof saved !== "object" || saved === null) return {};
    return Object.fromEntries(Object.entries(saved).filter(([, shown]) => typeof shown === "boolean"));
  } catch (error) {
    // A broken or forbidden store costs a preference, not the table.
    if (error instanceof SyntaxError || error instanceof DOMException) return {};
    throw error;
  }
}

export interface ChosenColumns<Row> {
  visible: readonly Column<Row>[];
  isVisible: (column: Column<Row>) => boolean;
  choose: (id: string, isShown: boolean) => void;
  reset: () => void;
  isDefault: boolean;
}

/** Which columns are shown; what a person chose is kept in this browser under the table's id. */
export function useChosenColumns<Row>(id: string, columns: readonly Column<Row>[]): ChosenColumns<Row> {
  const isNarrow = useNarrow();
  const [choices, setChoices] = useState(() => savedChoices(id));
  const isDefault = Object.keys(choices).length === 0;
  useEffect(() => {
    try {
      if (isDefault) localStorage.removeItem(storageKey(id));
      else localStorage.setItem(storageKey(id), JSON.stringify(choices));
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
    }
  }, [id, choices, isDefault]);
  return useMemo(() => {
    const isVisible = (column: Column<Row>): boolean => choices[column.id] ?? !(column.minor && isNarrow);
    return {
      visible: columns.filter(isVisible),
      isVisible,
      choose: (column, isShown) => setChoices((now) => ({ ...now, [column]: isShown })),
      reset: () => setChoices({}),
      isDefault,
    };
  }, [columns, choices, isNarrow, isDefault]);
}
