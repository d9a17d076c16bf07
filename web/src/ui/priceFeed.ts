import { paced } from "./paced";
import type { PriceCanvas, TimeRange } from "./priceCanvas";
import {
  barIndex,
  takeBar,
  takePoint,
  type Bar,
  type Change,
  type Marker,
  type Point,
  type PriceModel,
} from "./priceModel";

/** Live updates are drawn ten times a second at most. */
const REPAINT = 100;
/** Ranges are reported four times a second at most. */
const REPORT = 250;
/** A change of the range counts as the person's within this time after pointer, wheel or key. */
const TOUCH = 1500;

export interface PriceListeners {
  onRange?: ((range: TimeRange) => void) | undefined;
  onMarker?: ((id: string) => void) | undefined;
}

/** Stands between React, live updates and the drawing: none of them waits for another. */
export class PriceFeed {
  private markers: readonly Marker[] = [];
  private range: TimeRange | undefined;
  private shown: TimeRange | undefined;
  private drawing: PriceCanvas | null = null;
  private listeners: PriceListeners = {};
  private crosshair: number | null = null;
  private pending: Change | null = null;
  private touched = -Infinity;
  private count = 0;
  private readonly watchers = new Set<() => void>();
  private readonly repaint = paced(() => this.flush(), REPAINT);
  private readonly report = paced(() => this.shown && this.listeners.onRange?.(this.shown), REPORT);

  constructor(public model: PriceModel = { bars: [], panes: [], left: 0 }) {}

  readonly setModel = (model: PriceModel): void => {
    this.model = model;
    this.pending = null;
    this.drawAll();
    this.tell();
  };

  readonly setMarkers = (markers: readonly Marker[]): void => {
    this.markers = markers;
    this.drawing?.mark(markers, this.model);
  };

  readonly setRange = (range: TimeRange | undefined): void => {
    this.range = range;
    if (range) this.drawing?.show(range);
  };

  readonly setListeners = (listeners: PriceListeners): void => {
    this.listeners = listeners;
  };

  readonly setDrawing = (drawing: PriceCanvas | null): void => {
    this.drawing = drawing;
    this.drawAll();
    if (this.range) drawing?.show(this.range);
  };

  readonly update = (bar: Bar): void => this.changed(takeBar(this.model, bar));

  readonly updatePane = (name: string, point: Point): void => {
    const change = takePoint(this.model, name, point);
    if (change) this.changed(change);
  };

  /** Bar under the crosshair, or the newest; undefined: there are none. */
  legendBar(): Bar | undefined {
    const { bars } = this.model;
    return bars[this.crosshair === null ? bars.length - 1 : barIndex(bars, this.crosshair)];
  }

  readonly setCrosshair = (time: number | null): void => {
    if (time === this.crosshair) return;
    this.crosshair = time;
    this.tell();
  };

  /** Moves the crosshair by bars, from the newest. */
  step(bars: number): void {
    const last = this.model.bars.length - 1;
    const from = this.crosshair === null ? (bars < 0 ? last + 1 : last) : barIndex(this.model.bars, this.crosshair);
    const bar = this.model.bars[Math.max(0, Math.min(from + bars, last))];
    this.drawing?.point(bar ?? null);
    // The drawing tells with its next frame, and the next key may come before.
    this.setCrosshair(bar?.time ?? null);
  }

  /** The person works on the picture. */
  readonly touch = (): void => {
    this.touched = performance.now();
  };

  /** The drawing shows another range; told further when the person chose it, and not when a new bar brought it. */
  readonly rangeShown = (range: TimeRange): void => {
    this.shown = range;
    if (performance.now() - this.touched < TOUCH) this.report.ask();
  };

  readonly markerPressed = (id: string): void => this.listeners.onMarker?.(id);

  readonly subscribe = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  readonly version = (): number => this.count;

  stop(): void {
    this.repaint.stop();
    this.report.stop();
  }

  private changed(change: Change): void {
    this.pending = this.pending === "all" ? "all" : change;
    this.repaint.ask();
  }

  private flush(): void {
    if (this.pending === "all") this.drawAll();
    else if (this.pending === "last") this.drawing?.drawLast(this.model);
    this.pending = null;
    this.tell();
  }

  private drawAll(): void {
    this.drawing?.draw(this.model);
    this.drawing?.mark(this.markers, this.model);
  }

  private tell(): void {
    this.count += 1;
    for (const watcher of this.watchers) watcher();
  }
}
