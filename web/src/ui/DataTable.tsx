import { useRef, useState, type FocusEvent, type ReactNode } from "react";
import { Button } from "./Button";
import { ColumnChooser } from "./ColumnChooser";
import { download, toCsv } from "./csv";
import { Empty } from "./Empty";
import { columnWidth, useChosenColumns, type ChosenColumns, type Column } from "./tableColumns";
import { TableBody } from "./TableBody";
import { TableHead } from "./TableHead";
import { useHeldOrder, type HeldOrder } from "./useHeldOrder";
import { useTableModel, type Sort, type TableModel } from "./useTableModel";

export type { Column } from "./tableColumns";
export type { Sort } from "./useTableModel";

export interface DataTableProps<Row> {
  /** Names what is remembered of the table in this browser. */
  id: string;
  /** What the rows are, read by screen readers as the caption. */
  label: string;
  rows: readonly Row[];
  /** Made once (outside of the component or by useMemo): a new array renders every row again. */
  columns: readonly Column<Row>[];
  /** Depends on the row alone. */
  rowKey: (row: Row) => string;
  onOpen?: (row: Row) => void;
  /** Key of the row that is open elsewhere. */
  selected?: string | null;
  /** Shown when there is not one row. */
  empty: ReactNode;
  /** Of the download, without its ending. */
  filename: string;
  /** Where the whole list can be had as Parquet, also what is not shown here. */
  parquet?: string;
  /** Why the rows may not be taken away as a file. */
  withheld?: string | undefined;
  /** CSS height of the part that scrolls; a number is pixels. */
  height?: number | string;
  /** With `onSort` the page holds the order, without it this is where the table begins. */
  sort?: Sort | null;
  onSort?: (sort: Sort | null) => void;
}

/** Rows and columns: virtual, sortable, filterable, with columns to choose, a download, and rows that never jump. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { id, label, rows, columns, empty, height = 320, onOpen, selected } = props;
  const scroller = useRef<HTMLElement>(null);
  const model = useTableModel({ rows, columns, rowKey: props.rowKey, sort: props.sort, onSort: props.onSort });
  const chosen = useChosenColumns(id, columns);
  const { isInside, ...inside } = useInside();
  const held = useHeldOrder(model.entries, isInside, model.version);
  const save = (): void => {
    const shown = model.entries.map((entry) => entry.row);
    download(`${props.filename}.csv`, toCsv(columns, shown), "text/csv");
  };
  const width = chosen.visible.reduce((sum, column) => sum + columnWidth(column), 0);
  return (
    <div className="relative flex min-w-0 flex-col">
      <Toolbar
        {...{ label, columns, model, chosen, save }}
        total={rows.length}
        parquet={props.parquet}
        withheld={props.withheld}
      />
      <section
        ref={scroller}
        aria-label={`${label}, scrolls`}
        // A region that scrolls must be reachable to be scrolled by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        {...inside}
        className="relative overflow-auto overscroll-contain -outline-offset-2 [contain:strict]"
        style={{ height }}
      >
        <table
          aria-rowcount={held.entries.length + 1}
          className="w-full table-fixed border-separate border-spacing-0"
          style={{ minWidth: width }}
        >
          <caption className="sr-only">
            {label}
            {onOpen ? ". Arrow keys move between rows, Enter opens one." : ""}
          </caption>
          <colgroup>
            {chosen.visible.map((column) => (
              <col key={column.id} style={{ width: columnWidth(column) }} />
            ))}
          </colgroup>
          <TableHead columns={chosen.visible} sort={model.sort} onToggle={model.toggle} />
          <TableBody columns={chosen.visible} entries={held.entries} {...{ scroller, onOpen, selected }} />
        </table>
        <Nothing {...{ empty, model }} hasRows={rows.length > 0} />
      </section>
      <Waiting held={held} />
    </div>
  );
}

/** Says over the table what waits until nobody is in it: a line of its own would move the rows. */
function Waiting<Row>({ held }: { held: HeldOrder<Row> }) {
  const waiting = [held.fresh > 0 ? `${held.fresh} new` : "", held.isMoved ? "new order" : ""].filter(Boolean);
  if (waiting.length === 0) return null;
  return (
    <div className="pointer-events-none absolute inset-x-0 bottom-2 z-20 flex justify-center">
      <Button className="pointer-events-auto border-warn text-warn shadow-lg" onClick={held.refresh}>
        {waiting.join(", ")} – press to refresh
      </Button>
    </div>
  );
}

/** Whether pointer or focus is in the table, and nothing may move. */
function useInside() {
  const [hasPointer, setPointer] = useState(false);
  const [hasFocus, setFocus] = useState(false);
  return {
    isInside: hasPointer || hasFocus,
    onPointerEnter: () => setPointer(true),
    onPointerLeave: () => setPointer(false),
    onFocus: () => setFocus(true),
    onBlur: (event: FocusEvent) => {
      if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) setFocus(false);
    },
  };
}

interface ToolbarProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  model: TableModel<Row>;
  chosen: ChosenColumns<Row>;
  save: () => void;
  total: number;
  parquet: string | undefined;
  withheld: string | undefined;
}

function Toolbar<Row>({ label, columns, model, chosen, save, total, parquet, withheld }: ToolbarProps<Row>) {
  const shown = model.entries.length;
  return (
    <div className="flex min-h-[34px] items-center gap-2 border-b border-line px-2 py-0.5">
      <input
        type="search"
        aria-label={`Filter ${label}`}
        placeholder="Filter"
        autoComplete="off"
        value={model.filter}
        onChange={(event) => model.setFilter(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape" || model.filter === "") return;
          event.stopPropagation();
          model.setFilter("");
        }}
        className="min-h-[26px] w-40 min-w-16 shrink rounded border border-dim bg-ground px-2 placeholder:text-dim"
      />
      <span className="shrink-0 text-dim">
        {shown === total ? total.toLocaleString("en-US") : `${shown} of ${total.toLocaleString("en-US")}`}
        <span className="sr-only"> rows</span>
      </span>
      <div className="ml-auto flex shrink-0 items-center gap-1">
        <ColumnChooser columns={columns} chosen={chosen} />
        <Button kind="quiet" onClick={save} disabled={shown === 0 || Boolean(withheld)} title={withheld || undefined}>
          CSV<span className="sr-only"> download of {label}</span>
        </Button>
        {parquet ? (
          <a
            href={parquet}
            download
            className="inline-flex min-h-[26px] items-center rounded px-2 text-dim hover:text-text"
          >
            Parquet<span className="sr-only"> download of all {label}</span>
          </a>
        ) : null}
      </div>
    </div>
  );
}

function Nothing<Row>({ empty, model, hasRows }: { empty: ReactNode; model: TableModel<Row>; hasRows: boolean }) {
  if (model.entries.length > 0) return null;
  if (!hasRows) return <div className="sticky left-0">{empty}</div>;
  return (
    <div className="sticky left-0">
      <Empty title={`No row contains “${model.filter.trim()}”.`}>
        <Button onClick={() => model.setFilter("")}>Clear the filter</Button>
      </Empty>
    </div>
  );
}
