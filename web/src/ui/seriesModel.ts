import { formatAmount, formatTime } from "./format";
import type { Unit } from "./types";

export interface SeriesPoint {
  /** Nanoseconds since the epoch. */
  ns: number;
  value: number;
}

export interface SeriesLine {
  name: string;
  unit: Unit;
  /** In order of time. */
  points: readonly SeriesPoint[];
}

/** One row a time, one column a line; null where a line has no point. */
export interface SeriesModel {
  lines: readonly Pick<SeriesLine, "name" | "unit">[];
  /** Nanoseconds. */
  times: number[];
  columns: (number | null)[][];
}

export function seriesModel(lines: readonly SeriesLine[]): SeriesModel {
  const times = [...new Set(lines.flatMap((line) => line.points.map((point) => point.ns)))].toSorted((a, b) => a - b);
  const place = new Map(times.map((time, index) => [time, index]));
  const columns = lines.map(({ points }) => {
    const column = Array.from<number | null>({ length: times.length }).fill(null);
    for (const { ns, value } of points) {
      const index = place.get(ns);
      if (index !== undefined && Number.isFinite(value)) column[index] = value;
    }
    return column;
  });
  return { lines: lines.map(({ name, unit }) => ({ name, unit })), times, columns };
}

/** The newest value of a line at or before a row; null: it has not begun. */
export function valueAt(model: SeriesModel, line: number, row: number): number | null {
  const column = model.columns[line];
  if (!column) return null;
  for (let index = Math.min(row, column.length - 1); index >= 0; index -= 1) {
    const value = column[index];
    if (value !== null && value !== undefined) return value;
  }
  return null;
}

/** The chart in a sentence a line. */
export function seriesSummary(model: SeriesModel, label: string): string {
  const first = model.times[0];
  const last = model.times[model.times.length - 1];
  if (first === undefined || last === undefined) return `${label}: no points.`;
  const lines = model.lines.map(({ name, unit }, index) => {
    const known = (model.columns[index] ?? []).filter((value) => value !== null);
    const low = known.reduce((a, b) => Math.min(a, b), Infinity);
    const high = known.reduce((a, b) => Math.max(a, b), -Infinity);
    if (known.length === 0) return `${name}: no points.`;
    const now = formatAmount(valueAt(model, index, model.times.length - 1), unit);
    return `${name}: last ${now}, between ${formatAmount(low, unit)} and ${formatAmount(high, unit)}.`;
  });
  return `${label}, ${formatTime(first, "minute")} to ${formatTime(last, "minute")} UTC. ${lines.join(" ")}`;
}
