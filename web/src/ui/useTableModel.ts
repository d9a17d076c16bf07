import {
  createSortedRowModel,
  rowSortingFeature,
  tableFeatures,
  useTable,
  type ColumnDef,
  type SortingState,
} from "@tanstack/react-table";
import { useDeferredValue, useMemo, useState } from "react";
import { isNumeric } from "./format";
import { cellText, type Column } from "./tableColumns";
import type { Entry } from "./useHeldOrder";

export interface Sort {
  id: string;
  desc: boolean;
}

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() });
const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

export interface TableModel<Row> {
  /** Filtered and sorted. */
  entries: readonly Entry<Row>[];
  sort: Sort | null;
  /** The next of: first direction, the other one, as delivered. */
  toggle: (id: string) => void;
  filter: string;
  setFilter: (text: string) => void;
  /** Changes when the person asks for another order or selection. */
  version: string;
}

export interface TableModelOptions<Row> {
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
  sort: Sort | null | undefined;
  onSort: ((sort: Sort | null) => void) | undefined;
}

/** Numbers as numbers, so that 10 comes after 9; nothing as undefined, which is always last. */
function sortValue<Row>(column: Column<Row>, row: Row): string | number | undefined {
  const value = column.value(row);
  if (value === null) return undefined;
  if (typeof value === "number") return Number.isNaN(value) ? undefined : value;
  const isNumber = column.unit === "timestamp_ns" || isNumeric(column.unit);
  const number = isNumber ? Number(value) : NaN;
  return Number.isNaN(number) ? value : number;
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return collator.compare(String(a), String(b));
}

function definition<Row>(column: Column<Row>): ColumnDef<typeof features, Entry<Row>> {
  return {
    id: column.id,
    accessorFn: (entry) => sortValue(column, entry.row),
    sortUndefined: "last",
    sortDescFirst: column.unit !== undefined && column.unit !== "text",
    sortFn: (a, b, id) => compare(a.getValue(id), b.getValue(id)),
  };
}

export function useTableModel<Row extends object>(options: TableModelOptions<Row>): TableModel<Row> {
  const { rows, columns, sort: given, onSort } = options;
  // A key depends on its row alone, so the first function serves for good: one made in place renders nothing again.
  const [rowKey] = useState(() => options.rowKey);
  const [own, setOwn] = useState<Sort | null>(given ?? null);
  const sort = onSort ? (given ?? null) : own;
  const [filter, setFilter] = useState("");
  const words = useDeferredValue(filter).trim().toLowerCase();
  const entries = useFiltered(rows, columns, rowKey, words);

  const sorting = useMemo<SortingState>(() => (sort ? [sort] : []), [sort]);
  const definitions = useMemo(() => columns.map((column) => definition(column)), [columns]);
  const table = useTable({
    features,
    data: entries,
    columns: definitions,
    getRowId: (entry) => entry.key,
    state: { sorting },
    enableMultiSort: false,
    onSortingChange: (change) => {
      const next = (typeof change === "function" ? change(sorting) : change)[0] ?? null;
      if (onSort) onSort(next);
      else setOwn(next);
    },
  });
  const sorted = table.getRowModel().rows;
  return {
    entries: useMemo(() => sorted.map((row) => row.original), [sorted]),
    sort,
    toggle: (id) => table.getColumn(id)?.toggleSorting(),
    filter,
    setFilter,
    version: `${sort ? `${sort.id}:${sort.desc}` : ""}|${words}`,
  };
}

/** Rows whose cells contain every word. The text of a row is made once, and only when someone filters. */
function useFiltered<Row extends object>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  rowKey: (row: Row) => string,
  words: string,
): Entry<Row>[] {
  const textOf = useMemo(() => searchText(columns), [columns]);
  return useMemo(() => {
    const entries = rows.map((row) => ({ key: rowKey(row), row }));
    if (words === "") return entries;
    const wanted = words.split(/\s+/);
    return entries.filter(({ row }) => wanted.every((word) => textOf(row).includes(word)));
  }, [rows, rowKey, words, textOf]);
}

function searchText<Row extends object>(columns: readonly Column<Row>[]): (row: Row) => string {
  const known = new WeakMap<Row, string>();
  return (row) => {
    const text = known.get(row);
    if (text !== undefined) return text;
    // As shown and as it is, so that both 1,234.50 and 1234.5 find it.
    const made = columns
      .map((column) => `${cellText(column, row)} ${column.value(row) ?? ""}`.toLowerCase())
      .join("\n");
    known.set(row, made);
    return made;
  };
}
