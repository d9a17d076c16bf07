import {
  CandlestickSeries,
  ColorType,
  CrosshairMode,
  HistogramSeries,
  LineSeries,
  createChart,
  createSeriesMarkers,
  createTextWatermark,
  type IChartApi,
  type ISeriesApi,
  type ISeriesMarkersPluginApi,
  type ITextWatermarkPluginApi,
  type MouseEventParams,
  type SeriesMarker,
  type Time,
  type UTCTimestamp,
} from "lightweight-charts";
import { faded, readColours, type Colours } from "./colours";
import { formatAmount, formatTime } from "./format";
import { barIndex, type Bar, type Marker, type PriceModel } from "./priceModel";
import type { Drawing } from "./useCanvas";

export interface TimeRange {
  /** Seconds since the epoch. */
  from: number;
  to: number;
}

export interface PriceCanvasOptions {
  precision: number;
  /** Those there are from the beginning have their room in the first picture already. */
  panes: PriceModel["panes"];
  /** Seconds of the bar under the crosshair; null: there is none. */
  onCrosshair: (time: number | null) => void;
  onRange: (range: TimeRange) => void;
  onMarker: (id: string) => void;
}

export interface PriceCanvas extends Drawing {
  /** Everything, as the model has it now. */
  draw: (model: PriceModel) => void;
  /** The newest bar and the values of panes that belong to it. */
  drawLast: (model: PriceModel) => void;
  mark: (markers: readonly Marker[], model: PriceModel) => void;
  show: (range: TimeRange) => void;
  /** Puts the crosshair on a bar; null takes it away. */
  point: (bar: Bar | null) => void;
  /** Moves by a share of what is in sight, to the later for positive. */
  pan: (share: number) => void;
  /** Above 1 shows more, below 1 less. */
  zoom: (factor: number) => void;
  fit: () => void;
}

const FONT = "system-ui, sans-serif";
const PANE_COLOURS = ["accent", "warn", "text", "down"] as const;

interface Parts {
  chart: IChartApi;
  candles: ISeriesApi<"Candlestick">;
  volume: ISeriesApi<"Histogram">;
  lines: Map<string, ISeriesApi<"Line">>;
  markers: ISeriesMarkersPluginApi<Time>;
  /** Names of the panes below the prices, in their corner. */
  names: ITextWatermarkPluginApi<Time>[];
}

function at(time: number): UTCTimestamp {
  return time as UTCTimestamp;
}

/** Draws a price model with lightweight-charts; the library is in the chunk of this file only. */
export function createPriceCanvas(host: HTMLElement, options: PriceCanvasOptions): PriceCanvas {
  let colours = readColours();
  let marked: { markers: readonly Marker[]; model: PriceModel } | null = null;
  let drawn: PriceModel | null = null;
  const parts = build(host, options, colours);
  const { chart } = parts;
  listen(parts, options);

  const draw = (model: PriceModel): void => {
    drawn = model;
    setLines(parts, model, colours);
    parts.candles.setData(model.bars.map(candle));
    parts.volume.setData(model.bars.map((bar) => volumeOf(bar, colours)));
  };
  const mark = (markers: readonly Marker[], model: PriceModel): void => {
    marked = { markers, model };
    parts.markers.setMarkers(markers.flatMap((marker) => shape(marker, model.bars, colours)).toSorted(byTime));
  };
  return {
    draw,
    drawLast: (model) => drawLast(parts, model, colours),
    mark,
    show: ({ from, to }) => {
      if (drawn && drawn.bars.length > 0) chart.timeScale().setVisibleRange({ from: at(from), to: at(to) });
    },
    point: (bar) => {
      if (bar) chart.setCrosshairPosition(bar.close, at(bar.time), parts.candles);
      else chart.clearCrosshairPosition();
    },
    pan: (share) => shift(chart, share),
    zoom: (factor) => scale(chart, factor),
    fit: () => chart.timeScale().fitContent(),
    recolour: () => {
      colours = readColours();
      chart.applyOptions(chartColours(colours));
      parts.candles.applyOptions(candleColours(colours));
      if (drawn) draw(drawn);
      if (marked) mark(marked.markers, marked.model);
    },
    destroy: () => chart.remove(),
  };
}

function build(host: HTMLElement, { precision, panes }: PriceCanvasOptions, colours: Colours): Parts {
  const chart = createChart(host, {
    autoSize: true,
    ...chartColours(colours),
    timeScale: { timeVisible: true, secondsVisible: true, rightOffset: 3, borderColor: colours.line },
    // A finger that moves up or down scrolls the page.
    handleScroll: { vertTouchDrag: false },
    localization: { locale: "en-US", timeFormatter: (time: Time) => formatTime(Number(time) * 1e9, "second") },
  });
  const price = (value: number): string => formatAmount(value, "price", { precision });
  const candles = chart.addSeries(CandlestickSeries, {
    ...candleColours(colours),
    priceFormat: { type: "custom", formatter: price, minMove: 10 ** -precision },
  });
  const volume = chart.addSeries(HistogramSeries, { priceFormat: { type: "volume" }, priceLineVisible: false }, 1);
  const markers = createSeriesMarkers<Time>(candles, []);
  const parts: Parts = { chart, candles, volume, lines: new Map(), markers, names: [] };
  addLines(parts, panes, colours);
  return parts;
}

/** Heights and names of the panes. */
function arrange({ chart, lines, names }: Parts, colours: Colours): void {
  for (const name of names.splice(0)) name.detach();
  const titles = ["", "Volume", ...lines.keys()];
  for (const [index, pane] of chart.panes().entries()) {
    pane.setStretchFactor(index === 0 ? 5 : index === 1 ? 1.2 : 1.6);
    const text = titles[index];
    if (!text) continue;
    const line = { text, color: colours.dim, fontSize: 11, fontFamily: FONT };
    names.push(createTextWatermark<Time>(pane, { horzAlign: "left", vertAlign: "top", lines: [line] }));
  }
}

function listen({ chart }: Parts, options: PriceCanvasOptions): void {
  chart.subscribeCrosshairMove((event: MouseEventParams) => {
    options.onCrosshair(event.time === undefined ? null : Number(event.time));
  });
  chart.subscribeClick((event: MouseEventParams) => {
    const id = event.hoveredInfo?.objectId;
    if (typeof id === "string") options.onMarker(id);
  });
  chart.timeScale().subscribeVisibleTimeRangeChange((range) => {
    if (range) options.onRange({ from: Number(range.from), to: Number(range.to) });
  });
}

function chartColours(colours: Colours) {
  return {
    layout: {
      // The library's own mark brings a style element that the page's policy forbids; the frame shows the attribution.
      attributionLogo: false,
      background: { type: ColorType.Solid, color: colours.panel },
      textColor: colours.dim,
      fontFamily: FONT,
      fontSize: 12,
      panes: { separatorColor: colours.line, separatorHoverColor: faded(colours.accent, 0.3) },
    },
    grid: { vertLines: { color: faded(colours.line, 0.6) }, horzLines: { color: faded(colours.line, 0.6) } },
    rightPriceScale: { borderColor: colours.line, minimumWidth: 72 },
    timeScale: { borderColor: colours.line },
    crosshair: {
      mode: CrosshairMode.Magnet,
      vertLine: { color: colours.dim, labelBackgroundColor: colours.dim },
      horzLine: { color: colours.dim, labelBackgroundColor: colours.dim },
    },
  };
}

/** Rising candles are hollow and falling ones filled, so that they differ without colour too. */
function candleColours(colours: Colours) {
  return {
    upColor: colours.panel,
    downColor: colours.down,
    borderUpColor: colours.up,
    borderDownColor: colours.down,
    wickUpColor: colours.up,
    wickDownColor: colours.down,
    priceLineColor: colours.dim,
  };
}

function candle({ time, open, high, low, close }: Bar) {
  return { time: at(time), open, high, low, close };
}

function volumeOf(bar: Bar, colours: Colours) {
  const colour = bar.close >= bar.open ? colours.up : colours.down;
  return { time: at(bar.time), value: bar.volume, color: faded(colour, bar.complete ? 0.55 : 0.3) };
}

/** One pane a line; the set of panes changes rarely, so all are made anew then. */
function setLines(parts: Parts, model: PriceModel, colours: Colours): void {
  const { chart, lines } = parts;
  const names = model.panes.map((pane) => pane.name);
  if (names.join("\n") === [...lines.keys()].join("\n")) {
    arrange(parts, colours);
  } else {
    for (const line of lines.values()) chart.removeSeries(line);
    lines.clear();
    addLines(parts, model.panes, colours);
  }
  for (const [index, { name, values }] of model.panes.entries()) {
    const line = lines.get(name);
    line?.applyOptions({ color: colours[PANE_COLOURS[index % PANE_COLOURS.length] ?? "accent"] });
    const known = model.bars.filter((bar) => values.has(bar.time));
    line?.setData(known.map((bar) => ({ time: at(bar.time), value: values.get(bar.time) ?? 0 })));
  }
}

function addLines(parts: Parts, panes: PriceModel["panes"], colours: Colours): void {
  for (const [index, { name, unit }] of panes.entries()) {
    const formatter = (value: number): string => formatAmount(value, unit);
    const priceFormat = { type: "custom", formatter, minMove: 1e-8 } as const;
    const options = { priceFormat, lineWidth: 2, priceLineVisible: false } as const;
    parts.lines.set(name, parts.chart.addSeries(LineSeries, options, index + 2));
  }
  arrange(parts, colours);
}

function drawLast({ candles, volume, lines }: Parts, model: PriceModel, colours: Colours): void {
  const bar = model.bars[model.bars.length - 1];
  if (!bar) return;
  candles.update(candle(bar));
  volume.update(volumeOf(bar, colours));
  for (const { name, values } of model.panes) {
    const value = values.get(bar.time);
    if (value !== undefined) lines.get(name)?.update({ time: at(bar.time), value });
  }
}

function shape(marker: Marker, bars: readonly Bar[], colours: Colours): SeriesMarker<Time>[] {
  const bar = bars[barIndex(bars, marker.time)];
  if (!bar) return [];
  const isBuy = marker.side === "buy";
  const isSignal = marker.kind === "signal";
  return [
    {
      time: at(bar.time),
      position: isBuy ? "atPriceBottom" : "atPriceTop",
      price: marker.price,
      shape: isSignal ? "circle" : isBuy ? "arrowUp" : "arrowDown",
      color: isBuy ? colours.up : colours.down,
      text: marker.text,
      id: marker.id,
      size: isSignal ? 0.7 : 1.4,
    },
  ];
}

function byTime(a: SeriesMarker<Time>, b: SeriesMarker<Time>): number {
  return Number(a.time) - Number(b.time);
}

function shift(chart: IChartApi, share: number): void {
  const range = chart.timeScale().getVisibleLogicalRange();
  if (!range) return;
  const step = (range.to - range.from) * share;
  chart.timeScale().setVisibleLogicalRange({ from: range.from + step, to: range.to + step });
}

function scale(chart: IChartApi, factor: number): void {
  const range = chart.timeScale().getVisibleLogicalRange();
  if (!range) return;
  // The later edge stays: the newest is what one looks at.
  chart.timeScale().setVisibleLogicalRange({ from: range.to - (range.to - range.from) * factor, to: range.to });
}
