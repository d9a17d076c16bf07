import { isNumeric } from "./format";
import { WithOrigin } from "./Number";
import type { Column } from "./tableColumns";
import type { Sort } from "./useTableModel";

/** Pixels: where the rows begin below it. */
export const HEAD_HEIGHT = 30;

export interface TableHeadProps<Row> {
  columns: readonly Column<Row>[];
  sort: Sort | null;
  onToggle: (id: string) => void;
}

/** Headers that sort; each press takes the next of the two directions and the order of delivery. */
export function TableHead<Row>({ columns, sort, onToggle }: TableHeadProps<Row>) {
  return (
    // The whole of it and not each cell: every sticky box is a layer of its own to compose while rows scroll.
    <thead className="sticky top-0 z-10">
      <tr aria-rowindex={1}>
        {columns.map((column) => (
          <HeadCell
            key={column.id}
            column={column}
            direction={sort?.id === column.id ? (sort.desc ? "descending" : "ascending") : "none"}
            onToggle={onToggle}
          />
        ))}
      </tr>
    </thead>
  );
}

interface HeadCellProps<Row> {
  column: Column<Row>;
  direction: "ascending" | "descending" | "none";
  onToggle: (id: string) => void;
}

const ARROWS = { ascending: "▲", descending: "▼", none: "" };

function HeadCell<Row>({ column, direction, onToggle }: HeadCellProps<Row>) {
  const isRight = isNumeric(column.unit);
  return (
    <th
      scope="col"
      aria-sort={direction}
      className="border-b border-line bg-panel p-0 font-semibold"
      style={{ height: HEAD_HEIGHT }}
    >
      <div className={`flex items-center gap-0.5 ${isRight ? "justify-end" : ""}`}>
        <button
          type="button"
          onClick={() => onToggle(column.id)}
          className={`flex min-h-[28px] min-w-0 flex-1 cursor-pointer items-center gap-1 px-2 -outline-offset-2 hover:text-accent ${isRight ? "flex-row-reverse text-right" : "text-left"}`}
        >
          <span className="truncate">{column.title}</span>
          <span aria-hidden="true" className="shrink-0 text-[0.7em]">
            {ARROWS[direction]}
          </span>
        </button>
        {column.origin ? (
          <WithOrigin
            origin={column.origin}
            {...(column.unit ? { unit: column.unit } : {})}
            currency={column.currency}
            label={`About ${column.title}`}
            className="text-center text-dim"
          >
            <span
              aria-hidden="true"
              className="inline-block size-[1.3em] rounded-full border border-dim text-center text-[0.8em] leading-[1.2]"
            >
              ?
            </span>
          </WithOrigin>
        ) : null}
      </div>
    </th>
  );
}
