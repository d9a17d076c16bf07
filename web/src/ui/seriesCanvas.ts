import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { faded, readColours, type Colours } from "./colours";
import { formatAmount, formatTime } from "./format";
import { paced } from "./paced";
import type { SeriesModel } from "./seriesModel";
import { STROKES } from "./seriesStrokes";
import type { Unit } from "./types";
import type { Drawing } from "./useCanvas";

export interface SeriesCanvas extends Drawing {
  /** Ten times a second at most. */
  draw: (model: SeriesModel) => void;
  /** Puts the cursor on a row; null takes it away. */
  point: (row: number | null) => void;
  /** The whole range again. */
  fit: () => void;
}

const REPAINT = 100;
const FONT = "12px system-ui, sans-serif";
const DAY = 86_400;

/** Draws lines with uPlot; the library is in the chunk of this file only. */
export function createSeriesCanvas(host: HTMLElement, onCursor: (row: number | null) => void): SeriesCanvas {
  let plot: uPlot | null = null;
  let shape = "";
  let model: SeriesModel | null = null;
  const render = (): void => {
    if (!model || host.clientWidth === 0) return;
    const data = dataOf(model);
    const next = JSON.stringify(model.lines);
    if (plot && next === shape) return plot.setData(data);
    plot?.destroy();
    shape = next;
    plot = new uPlot(optionsOf(host, model, readColours(), onCursor), data, host);
  };
  const again = (): void => {
    shape = "";
    render();
  };
  const repaint = paced(render, REPAINT);
  const observer = new ResizeObserver(() => {
    if (host.clientWidth === 0) return;
    if (plot) plot.setSize({ width: host.clientWidth, height: host.clientHeight });
    else render();
  });
  observer.observe(host);
  return {
    draw: (next) => {
      model = next;
      repaint.ask();
    },
    point: (row) => plot?.setCursor(cursorAt(plot, row)),
    fit: again,
    recolour: again,
    destroy: () => {
      observer.disconnect();
      repaint.stop();
      plot?.destroy();
    },
  };
}

function dataOf(model: SeriesModel): uPlot.AlignedData {
  return [model.times.map((ns) => ns / 1e9), ...model.columns];
}

function cursorAt(plot: uPlot, row: number | null): { left: number; top: number } {
  const time = row === null ? undefined : plot.data[0][row];
  return time === undefined ? { left: -10, top: -10 } : { left: plot.valToPos(time, "x"), top: 0 };
}

function optionsOf(
  host: HTMLElement,
  model: SeriesModel,
  colours: Colours,
  onCursor: (row: number | null) => void,
): uPlot.Options {
  const units = [...new Set(model.lines.map((line) => line.unit))];
  const lines = { stroke: colours.dim, grid: { stroke: faded(colours.line, 0.6), width: 1 }, font: FONT };
  const ticks = { stroke: colours.line, width: 1 };
  return {
    width: host.clientWidth,
    height: host.clientHeight,
    legend: { show: false },
    cursor: { y: false, drag: { x: true, y: false } },
    tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
    scales: Object.fromEntries([["x", { time: true }], ...units.map((unit) => [unit, { range: spread }])]),
    axes: [
      // The widest label is a date: it needs this much room to stand alone.
      { ...lines, ticks, space: 90, values: (_, splits, __, ___, step) => timeLabels(splits, step) },
      ...units.slice(0, 2).map((unit, index) => ({
        ...lines,
        ticks,
        scale: unit,
        side: index === 0 ? 3 : 1,
        size: 68,
        ...(index === 0 ? {} : { grid: { show: false } }),
        values: (_: uPlot, splits: number[]) => splits.map((value) => label(value, unit, splits)),
      })),
    ],
    series: [{}, ...model.lines.map((line, index) => strokeOf(line, index, colours))],
    hooks: { setCursor: [(plot) => onCursor(plot.cursor.idx ?? null)] },
  };
}

/** A little room above and below, also around a line that does not move. */
function spread(_: uPlot, low: number | null, high: number | null): [number, number] {
  if (low === null || high === null) return [0, 1];
  const room = high > low ? (high - low) * 0.08 : Math.abs(high) * 0.05 || 1;
  return [low - room, high + room];
}

function strokeOf({ name, unit }: { name: string; unit: Unit }, index: number, colours: Colours): uPlot.Series {
  const { colour, dash } = STROKES[index % STROKES.length] ?? { colour: "accent", dash: [] };
  return {
    label: name,
    scale: unit,
    stroke: colours[colour],
    width: 1.5,
    ...(dash.length > 0 ? { dash: [...dash] } : {}),
    spanGaps: true,
    points: { show: false },
  };
}

/** As many decimals as the distance of the ticks asks for. */
function label(value: number, unit: Unit, splits: readonly number[]): string {
  const step = Math.abs((splits[1] ?? 1) - (splits[0] ?? 0)) * (unit === "fraction" ? 100 : 1);
  const precision = step > 0 ? Math.min(Math.max(0, Math.ceil(-Math.log10(step) - 1e-9)), 8) : 2;
  return unit === "seconds" ? formatAmount(value, unit) : formatAmount(value, unit, { precision });
}

/** The day where it changes, the time of day elsewhere. */
function timeLabels(splits: readonly number[], step: number): string[] {
  return splits.map((seconds, index) => {
    const text = formatTime(seconds * 1e9, step < 1 ? "millisecond" : "second");
    const day = text.slice(0, 10);
    if (step >= DAY) return day;
    const before = index === 0 ? "" : formatTime((splits[index - 1] ?? 0) * 1e9, "day");
    const time = step >= 60 ? text.slice(11, 16) : text.slice(11);
    return before === day ? time : `${time}\n${day}`;
  });
}
