import { useEffect, useMemo, useState, type KeyboardEvent } from "react";
import { Button } from "./Button";
import { ChartFrame, PICTURE, TABLE_BAR } from "./ChartFrame";
import { DataTable, type Column } from "./DataTable";
import { Empty } from "./Empty";
import { ErrorBox } from "./ErrorBox";
import { formatAmount, formatTime } from "./format";
import { STROKES } from "./seriesStrokes";
import type { SeriesCanvas } from "./seriesCanvas";
import { seriesModel, seriesSummary, valueAt, type SeriesLine, type SeriesModel } from "./seriesModel";
import { useCanvas } from "./useCanvas";

export type { SeriesLine, SeriesPoint } from "./seriesModel";

export interface SeriesProps {
  label: string;
  /** Up to four lines; the first unit has the left axis, a second one the right. */
  series: readonly SeriesLine[];
  /** Pixels of the picture. */
  height?: number;
  /** Why the values may not be taken away as a file. */
  withheld?: string | undefined;
}

/** Values over time as lines, on one axis of time. Dragging zooms, a double click shows everything. */
export function Series({ label, series, height = 240, withheld }: SeriesProps) {
  const model = useMemo(() => seriesModel(series), [series]);
  const [cursor, setCursor] = useState<number | null>(null);
  const canvas = useCanvas<SeriesCanvas>(async (host) => {
    const { createSeriesCanvas } = await import("./seriesCanvas");
    return createSeriesCanvas(host, setCursor);
  });
  const { drawing, problem } = canvas;
  useEffect(() => drawing?.draw(model), [drawing, model]);
  const isEmpty = model.times.length === 0;
  return (
    <ChartFrame
      label={label}
      summary={seriesSummary(model, label)}
      height={height}
      isLoading={!drawing && !problem}
      legend={<Legend model={model} row={cursor} />}
      actions={
        <Button kind="quiet" disabled={isEmpty} onClick={() => drawing?.fit()}>
          Fit<span className="sr-only"> all points</span>
        </Button>
      }
      picture={
        <>
          {problem ? <ErrorBox problem={problem} onRetry={canvas.retry} /> : null}
          <Plot label={label} canvas={canvas} model={model} cursor={cursor} />
          {isEmpty && !problem ? (
            <div className="absolute inset-0 flex items-center justify-center bg-panel">
              <Empty title="No points yet." />
            </div>
          ) : null}
        </>
      }
      table={<Table {...{ label, model, withheld }} height={height - TABLE_BAR} />}
    />
  );
}

interface PlotProps {
  label: string;
  canvas: ReturnType<typeof useCanvas<SeriesCanvas>>;
  model: SeriesModel;
  cursor: number | null;
}

function Plot({ label, canvas: { host, drawing }, model, cursor }: PlotProps) {
  const [isKeyed, setKeyed] = useState(false);
  const last = model.times.length - 1;
  const onKeyDown = (event: KeyboardEvent): void => {
    const side = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (side === 0 && event.key !== "Escape") return;
    event.preventDefault();
    setKeyed(side !== 0);
    drawing?.point(side === 0 ? null : Math.max(0, Math.min((cursor ?? last + 1) + side, last)));
  };
  const spoken = isKeyed && cursor !== null ? legendText(model, cursor) : "";
  return (
    <>
      {/* An application takes keys, as its label says. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={host}
        role="application"
        aria-roledescription="chart"
        aria-label={`${label}. Arrow keys move the cursor; Escape leaves.`}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onKeyDown={onKeyDown}
        onBlur={() => {
          setKeyed(false);
          drawing?.point(null);
        }}
        className={PICTURE}
      />
      <p role="status" className="sr-only">
        {spoken}
      </p>
    </>
  );
}

function legendText(model: SeriesModel, row: number): string {
  const values = model.lines.map(
    ({ name, unit }, index) => `${name} ${formatAmount(valueAt(model, index, row), unit)}`,
  );
  return `${formatTime(model.times[row])} ${values.join(", ")}`;
}

/** Values under the cursor, or the newest. */
function Legend({ model, row }: { model: SeriesModel; row: number | null }) {
  const last = model.times.length - 1;
  if (last < 0) return null;
  const at = Math.min(row ?? last, last);
  return (
    <p className="flex flex-wrap gap-x-3 tabular-nums">
      <span className="text-dim">{formatTime(model.times[at])} UTC</span>
      {model.lines.map(({ name, unit }, index) => (
        <span key={name} className="inline-flex items-center gap-1 whitespace-nowrap">
          <Swatch index={index} />
          <span className="text-dim">{name}</span> {formatAmount(valueAt(model, index, at), unit)}
        </span>
      ))}
    </p>
  );
}

function Swatch({ index }: { index: number }) {
  const { colour, dash } = STROKES[index % STROKES.length] ?? { colour: "accent", dash: [] };
  return (
    <svg aria-hidden="true" width="22" height="8">
      <line x1="0" x2="22" y1="4" y2="4" stroke={`var(--${colour})`} strokeWidth="2" strokeDasharray={dash.join(" ")} />
    </svg>
  );
}

interface Row {
  index: number;
  ns: number;
}

interface TableProps {
  label: string;
  model: SeriesModel;
  height: number;
  withheld: string | undefined;
}

function Table({ label, model, height, withheld }: TableProps) {
  const rows = useMemo<Row[]>(() => model.times.map((ns, index) => ({ index, ns })).toReversed(), [model]);
  const columns = useMemo<Column<Row>[]>(
    () => [
      { id: "time", title: "Time", unit: "timestamp_ns", value: (row) => row.ns },
      ...model.lines.map(({ name, unit }, index) => ({
        id: name,
        title: name,
        unit,
        value: (row: Row) => model.columns[index]?.[row.index] ?? null,
      })),
    ],
    [model],
  );
  return (
    <DataTable
      id="chart.series"
      label={label}
      rows={rows}
      columns={columns}
      rowKey={(row) => String(row.ns)}
      empty={<Empty title="No points yet." />}
      filename={label.replaceAll(/\W+/g, "-").toLowerCase()}
      withheld={withheld}
      height={height}
    />
  );
}
