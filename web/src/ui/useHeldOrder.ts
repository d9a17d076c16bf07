import { useCallback, useMemo, useState } from "react";

export interface Entry<Row> {
  key: string;
  row: Row;
}

export interface HeldEntry<Row> extends Entry<Row> {
  /** No longer among the rows, kept in its place until the order may change. */
  isGone: boolean;
}

export interface HeldOrder<Row> {
  entries: readonly HeldEntry<Row>[];
  /** Rows that wait to be shown. */
  fresh: number;
  /** Whether another order, or rows that went, wait. */
  isMoved: boolean;
  /** Take the new order now. */
  refresh: () => void;
}

/**
 * Rows in the order of when holding began: values change in place, but nothing moves under pointer or focus.
 * A change of `version` (the person sorted or filtered) is applied at once.
 */
export function useHeldOrder<Row>(now: readonly Entry<Row>[], isHolding: boolean, version: string): HeldOrder<Row> {
  const [held, setHeld] = useState<{ entries: readonly Entry<Row>[]; version: string } | null>(null);
  const isHeld = isHolding && now.length > 0;
  if (isHeld && held?.version !== version) setHeld({ entries: now, version });
  if (!isHeld && held) setHeld(null);

  const refresh = useCallback(() => setHeld(null), []);
  const order = isHeld && held?.version === version ? held.entries : null;
  return useMemo(() => ({ ...merged(now, order), refresh }), [now, order, refresh]);
}

function merged<Row>(now: readonly Entry<Row>[], held: readonly Entry<Row>[] | null): Omit<HeldOrder<Row>, "refresh"> {
  if (held === null || held === now) {
    return { entries: now.map((entry) => ({ ...entry, isGone: false })), fresh: 0, isMoved: false };
  }
  const current = new Map(now.map((entry) => [entry.key, entry.row]));
  const known = new Set(held.map((entry) => entry.key));
  const entries = held.map(({ key, row }) => {
    const newest = current.get(key);
    return newest === undefined ? { key, row, isGone: true } : { key, row: newest, isGone: false };
  });
  const stayed = entries.filter((entry) => !entry.isGone);
  const common = now.filter((entry) => known.has(entry.key));
  const isMoved = stayed.length < entries.length || common.some((entry, index) => entry.key !== stayed[index]?.key);
  return { entries, fresh: now.length - common.length, isMoved };
}
