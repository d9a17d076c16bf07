import { useState, type ReactNode } from "react";
import { Button } from "./Button";
import { Skeleton } from "./Skeleton";

/** Pixels of a table that do not scroll. */
export const TABLE_BAR = 35;

/** Of the element that is drawn into: its focus ring lies over the drawing, which would cover an outline. */
export const PICTURE =
  "absolute inset-0 outline-none after:pointer-events-none after:absolute after:inset-0 after:z-10 focus-visible:after:border-2 focus-visible:after:border-accent";

export interface ChartFrameProps {
  label: string;
  /** The picture in words. */
  summary: string;
  /** Pixels of the picture or the table that stands for it. */
  height: number;
  /** Above the picture: values under the cursor. */
  legend?: ReactNode;
  /** Beside the toggle of the table, while the picture is shown. */
  actions?: ReactNode;
  /** Below the picture. */
  note?: ReactNode;
  picture: ReactNode;
  /** Rendered while it is shown; `TABLE_BAR` pixels of the height are its toolbar's. */
  table: ReactNode;
  /** The code that draws is on its way. */
  isLoading?: boolean;
}

/** A picture of data, its description and a table of the same data behind a toggle. */
export function ChartFrame({
  label,
  summary,
  height,
  legend,
  actions,
  note,
  picture,
  table,
  isLoading,
}: ChartFrameProps) {
  const [isTable, setTable] = useState(false);
  return (
    <figure className="flex min-w-0 flex-col" aria-label={label} aria-busy={isLoading ?? false}>
      <div className="flex min-h-[34px] items-start gap-2 px-2 py-1">
        <div className="min-w-0 flex-1">{isTable ? null : legend}</div>
        {isTable ? null : actions}
        <Button kind="quiet" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          Table<span className="sr-only"> of {label}</span>
        </Button>
      </div>
      <p className="sr-only">{summary}</p>
      <div className="relative min-w-0" style={{ height }}>
        {isTable ? table : null}
        {/* Stays, so that range and zoom are the same when it comes back. */}
        <div hidden={isTable} className="absolute inset-0">
          {picture}
        </div>
        {isLoading && !isTable ? (
          <div className="absolute inset-0">
            <Skeleton height={height} />
          </div>
        ) : null}
      </div>
      {note ? <figcaption className="flex flex-wrap gap-x-3 px-2 py-0.5 text-dim">{note}</figcaption> : null}
    </figure>
  );
}
