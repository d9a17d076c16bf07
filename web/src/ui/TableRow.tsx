import { memo, type ReactNode } from "react";
import { TabStop } from "./focus";
import { NOTHING, isNumeric, signOf } from "./format";
import { cellText, type Column } from "./tableColumns";
import type { HeldEntry } from "./useHeldOrder";

export interface TableRowProps<Row> {
  columns: readonly Column<Row>[];
  row: Row;
  rowKey: string;
  isGone: boolean;
  /** Place among the rows, from 0. */
  index: number;
  isActive: boolean;
  isSelected: boolean;
  canOpen: boolean;
}

export function rowProps<Row>(entry: HeldEntry<Row>): Pick<TableRowProps<Row>, "row" | "rowKey" | "isGone"> {
  return { row: entry.row, rowKey: entry.key, isGone: entry.isGone };
}

function Row<Data>({ columns, row, isGone, index, isActive, isSelected, canOpen, rowKey }: TableRowProps<Data>) {
  const look = isSelected ? "bg-accent/15" : "hover:bg-line/40 focus-visible:bg-line/40";
  return (
    <tr
      aria-rowindex={index + 2}
      aria-current={isSelected ? "true" : undefined}
      data-index={index}
      data-key={rowKey}
      tabIndex={isActive ? 0 : -1}
      className={`-outline-offset-2 ${look} ${canOpen && !isGone ? "cursor-pointer" : ""} ${isGone ? "text-dim line-through" : ""}`}
      style={{ height: "var(--row)" }}
    >
      <TabStop value={isActive}>
        {columns.map((column) => (
          <Cell key={column.id} column={column} row={row} isGone={isGone} />
        ))}
      </TabStop>
    </tr>
  );
}

/** Renders again only when its own row or its standing changed. */
export const TableRow = memo(Row) as typeof Row;

function Cell<Data>({ column, row, isGone }: { column: Column<Data>; row: Data; isGone: boolean }) {
  return (
    <td
      className={`h-(--row) truncate border-b border-line/60 px-2 py-0 ${isNumeric(column.unit) ? "text-right" : "text-left"}`}
    >
      {column.render && !isGone ? column.render(row) : <Plain column={column} row={row} />}
    </td>
  );
}

function Plain<Data>({ column, row }: { column: Column<Data>; row: Data }): ReactNode {
  const text = cellText(column, row);
  if (text === NOTHING) {
    return (
      <span className="text-dim">
        <span aria-hidden="true">{NOTHING}</span>
        <span className="sr-only">no value</span>
      </span>
    );
  }
  const sign = column.signed ? signOf(column.value(row)) : 0;
  const tone = sign === 1 ? "text-up" : sign === -1 ? "text-down" : undefined;
  // The whole of what a narrow column cuts off.
  return (
    <span className={tone} title={isNumeric(column.unit) ? undefined : text}>
      {text}
    </span>
  );
}
