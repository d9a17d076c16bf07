import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { ChartFrame, PICTURE, TABLE_BAR } from "./ChartFrame";
import { onThemeChange, readColours } from "./colours";
import { DataTable, type Column } from "./DataTable";
import { Empty } from "./Empty";
import { formatAmount } from "./format";
import { cellAt, drawHeatmap, plan, type Cell, type HeatmapData } from "./heatmapDraw";
import type { Unit } from "./types";

export interface HeatmapProps extends HeatmapData {
  label: string;
  unit: Unit;
  precision?: number;
  /** Pixels; without it 26 a row. */
  height?: number;
}

/** Values by row and column as colour and number; the cell under pointer or keys is named. */
export function Heatmap({
  label,
  rows,
  columns,
  values,
  unit,
  precision,
  height = 20 + rows.length * 26,
}: HeatmapProps) {
  const data = useMemo(() => ({ rows, columns, values }), [rows, columns, values]);
  const format = (value: number | null): string => formatAmount(value, unit, { precision });
  const isEmpty = rows.length === 0 || columns.length === 0;
  const shown = isEmpty ? 96 : height;
  const words = isEmpty ? `${label}: no values.` : `${label}: ${rows.length} rows by ${columns.length} columns.`;
  return (
    <ChartFrame
      label={label}
      summary={words}
      height={shown}
      picture={isEmpty ? <Empty title="No values yet." /> : <Picture {...{ label, data, format, height: shown }} />}
      table={<Table {...{ label, data, unit, precision }} height={Math.max(shown - TABLE_BAR, 61)} />}
    />
  );
}

interface PictureProps {
  label: string;
  data: HeatmapData;
  format: (value: number | null) => string;
  height: number;
}

function Picture({ label, data, format, height }: PictureProps) {
  const [cell, setCell] = useState<Cell | null>(null);
  const { canvas, width } = useDrawn(data, format, height);
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = event.key === "Escape" ? null : moved(event.key, cell, data);
    if (next === undefined) return;
    event.preventDefault();
    setCell(next);
  };
  const onPointerMove = (event: PointerEvent): void => {
    const box = event.currentTarget.getBoundingClientRect();
    setCell(cellAt(data, plan(data, width, height), event.clientX - box.left, event.clientY - box.top));
  };
  const text = cell ? cellText(data, cell, format) : "";
  return (
    <>
      {/* An application takes keys, as its label says. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        role="application"
        aria-roledescription="heat map"
        aria-label={`${label}. Arrow keys move between cells.`}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onKeyDown={onKeyDown}
        onPointerMove={onPointerMove}
        onPointerDown={onPointerMove}
        // A finger that lifts has tapped the cell: it stays named.
        onPointerLeave={(event) => event.pointerType !== "touch" && setCell(null)}
        onBlur={() => setCell(null)}
        className={PICTURE}
      >
        <canvas ref={canvas} className="size-full" />
      </div>
      <p role="status" className="sr-only">
        {text}
      </p>
      {cell ? <Tip data={data} cell={cell} text={text} width={width} height={height} /> : null}
    </>
  );
}

function cellText(data: HeatmapData, { row, column }: Cell, format: (value: number | null) => string): string {
  return `${data.rows[row]} · ${data.columns[column]}: ${format(data.values[row]?.[column] ?? null)}`;
}

function moved(key: string, from: Cell | null, data: HeatmapData): Cell | undefined {
  const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[key];
  if (!step) return undefined;
  if (!from) return { row: 0, column: 0 };
  const [down = 0, right = 0] = step;
  return {
    row: Math.max(0, Math.min(from.row + down, data.rows.length - 1)),
    column: Math.max(0, Math.min(from.column + right, data.columns.length - 1)),
  };
}

interface TipProps {
  data: HeatmapData;
  cell: Cell;
  text: string;
  width: number;
  height: number;
}

function Tip({ data, cell, text, width, height }: TipProps) {
  const { left, top, cellWidth, cellHeight } = plan(data, width, height);
  const x = left + cell.column * cellWidth;
  const y = top + cell.row * cellHeight;
  const isLow = y > height / 2;
  return (
    <>
      <div
        aria-hidden="true"
        className="pointer-events-none absolute border-2 border-accent"
        style={{ left: x, top: y, width: cellWidth, height: cellHeight }}
      />
      <p
        aria-hidden="true"
        className="pointer-events-none absolute z-20 rounded border border-dim bg-panel px-2 py-1 whitespace-nowrap shadow-lg"
        style={{
          ...(x > width / 2 ? { right: width - x - cellWidth } : { left: x }),
          ...(isLow ? { bottom: height - y + 4 } : { top: y + cellHeight + 4 }),
        }}
      >
        {text}
      </p>
    </>
  );
}

/** Draws sharply at every width and in every theme; `width` is in CSS pixels. */
function useDrawn(data: HeatmapData, format: (value: number) => string, height: number) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const draw = (): void => {
      const context = canvas.current && sharpContext(canvas.current, width, height);
      if (context) drawHeatmap(context, data, { width, height }, readColours(), format);
    };
    draw();
    return onThemeChange(draw);
  });
  return { canvas, width };
}

/** A context that takes CSS pixels and draws in those of the screen. */
function sharpContext(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D | null {
  const context = canvas.getContext("2d");
  if (!context || width === 0) return null;
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}

interface Row {
  name: string;
  values: readonly (number | null)[];
}

interface TableProps {
  label: string;
  data: HeatmapData;
  unit: Unit;
  precision: number | undefined;
  height: number;
}

function Table({ label, data, unit, precision, height }: TableProps) {
  const rows = useMemo<Row[]>(
    () => data.rows.map((name, index) => ({ name, values: data.values[index] ?? [] })),
    [data],
  );
  const columns = useMemo<Column<Row>[]>(() => {
    const format = { unit, ...(precision === undefined ? {} : { precision }) };
    const values = data.columns.map((title, index) => ({
      id: `${index}`,
      title,
      ...format,
      value: (row: Row) => row.values[index] ?? null,
    }));
    return [{ id: "name", title: "Name", value: (row) => row.name }, ...values];
  }, [data, unit, precision]);
  return (
    <DataTable
      id="chart.heatmap"
      label={label}
      rows={rows}
      columns={columns}
      rowKey={(row) => row.name}
      empty={<Empty title="No values yet." />}
      filename={label.replaceAll(/\W+/g, "-").toLowerCase()}
      height={height}
    />
  );
}
