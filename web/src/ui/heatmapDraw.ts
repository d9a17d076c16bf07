import { faded, type Colours } from "./colours";

export interface HeatmapData {
  rows: readonly string[];
  columns: readonly string[];
  values: readonly (readonly (number | null)[])[];
}

export interface HeatmapPlan {
  /** Where the cells begin, CSS pixels. */
  left: number;
  top: number;
  cellWidth: number;
  cellHeight: number;
}

export interface Cell {
  row: number;
  column: number;
}

const FONT = "12px system-ui, sans-serif";
const HEAD = 20;

export function plan(data: HeatmapData, width: number, height: number): HeatmapPlan {
  const longest = data.rows.reduce((most, name) => Math.max(most, name.length), 0);
  const left = Math.min(12 + longest * 8.5, width * 0.3);
  return {
    left,
    top: HEAD,
    cellWidth: (width - left) / Math.max(1, data.columns.length),
    cellHeight: (height - HEAD) / Math.max(1, data.rows.length),
  };
}

export function cellAt(
  data: HeatmapData,
  { left, top, cellWidth, cellHeight }: HeatmapPlan,
  x: number,
  y: number,
): Cell | null {
  const column = Math.floor((x - left) / cellWidth);
  const row = Math.floor((y - top) / cellHeight);
  const isInside = row >= 0 && column >= 0 && row < data.rows.length && column < data.columns.length;
  return isInside ? { row, column } : null;
}

/** Positive values in the colour of up, negative in that of down, stronger with their size; nothing is a line. */
export function drawHeatmap(
  context: CanvasRenderingContext2D,
  data: HeatmapData,
  size: { width: number; height: number },
  colours: Colours,
  format: (value: number) => string,
): void {
  const layout = plan(data, size.width, size.height);
  const { left, top, cellWidth, cellHeight } = layout;
  const known = data.values.flat().filter((value) => value !== null);
  const most = known.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  context.clearRect(0, 0, size.width, size.height);
  context.font = FONT;
  context.textBaseline = "middle";
  drawNames(context, data, layout, colours);
  context.textAlign = "center";
  for (const [row, values] of data.values.entries()) {
    for (const [column, value] of values.entries()) {
      const x = left + column * cellWidth;
      const y = top + row * cellHeight;
      if (value === null) {
        context.fillStyle = colours.dim;
        context.fillRect(x + cellWidth / 2 - 4, y + cellHeight / 2, 8, 1);
        continue;
      }
      const strength = most === 0 ? 0 : Math.abs(value) / most;
      context.fillStyle = faded(value < 0 ? colours.down : colours.up, 0.06 + strength * 0.44);
      context.fillRect(x + 0.5, y + 0.5, cellWidth - 1, cellHeight - 1);
      const text = format(value);
      if (cellHeight < 16 || context.measureText(text).width > cellWidth - 6) continue;
      context.fillStyle = colours.text;
      context.fillText(text, x + cellWidth / 2, y + cellHeight / 2);
    }
  }
}

function drawNames(context: CanvasRenderingContext2D, data: HeatmapData, layout: HeatmapPlan, colours: Colours): void {
  context.fillStyle = colours.dim;
  context.textAlign = "left";
  if (layout.cellHeight >= 11) {
    for (const [row, name] of data.rows.entries()) {
      const y = layout.top + (row + 0.5) * layout.cellHeight;
      context.fillText(fitted(context, name, layout.left - 6), 2, y);
    }
  }
  context.textAlign = "center";
  if (layout.cellWidth < 24) return;
  for (const [column, name] of data.columns.entries()) {
    const x = layout.left + (column + 0.5) * layout.cellWidth;
    context.fillText(fitted(context, name, layout.cellWidth - 4), x, HEAD / 2);
  }
}

function fitted(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text;
  let kept = text;
  while (kept.length > 1 && context.measureText(`${kept}…`).width > width) kept = kept.slice(0, -1);
  return `${kept}…`;
}
