import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { PriceCanvas } from "./priceCanvas";
import { PriceFeed } from "./priceFeed";
import type { Bar } from "./priceModel";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function bar(time: number): Bar {
  return { time, open: 1, high: 2, low: 0, close: 1.5, volume: 3, complete: true };
}

/** Writes down what it was asked to draw. */
function recorder() {
  const done: string[] = [];
  const note = (text: string): void => void done.push(text);
  const canvas: PriceCanvas = {
    draw: (model) => note(`all ${model.bars.length}`),
    drawLast: (model) => note(`last ${model.bars[model.bars.length - 1]?.time}`),
    mark: (markers) => note(`mark ${markers.length}`),
    show: ({ from, to }) => note(`show ${from} ${to}`),
    point: (at) => note(`point ${at?.time}`),
    pan: (share) => note(`pan ${share}`),
    zoom: (factor) => note(`zoom ${factor}`),
    fit: () => note("fit"),
    recolour: () => note("recolour"),
    destroy: () => note("destroy"),
  };
  return { canvas, take: () => done.splice(0) };
}

function setUp() {
  const feed = new PriceFeed();
  const { canvas, take } = recorder();
  feed.setModel({ bars: [bar(60), bar(120)], panes: [], left: 0 });
  feed.setDrawing(canvas);
  vi.advanceTimersByTime(1000);
  return { feed, take };
}

describe("PriceFeed", () => {
  it("draws what came before the drawing was there", () => {
    const { take } = setUp();
    expect(take()).toEqual(["all 2", "mark 0"]);
  });

  it("draws a thousand live bars in a second at most eleven times, and the newest at the end", () => {
    const { feed, take } = setUp();
    take();
    for (let index = 0; index < 1000; index += 1) {
      feed.update(bar(180 + index));
      vi.advanceTimersByTime(1);
    }
    vi.advanceTimersByTime(100);
    const drawn = take();
    expect(drawn.length).toBeLessThanOrEqual(11);
    expect(drawn[drawn.length - 1]).toBe("last 1179");
  });

  it("draws everything when an older bar changed in between", () => {
    const { feed, take } = setUp();
    take();
    feed.update(bar(180));
    feed.update(bar(60));
    feed.update(bar(240));
    vi.advanceTimersByTime(100);
    expect(take()).toEqual(["last 180", "all 4", "mark 0"]);
  });

  it("reports a range that the person chose, and not one that a new bar brought", () => {
    const { feed } = setUp();
    const onRange = vi.fn<(range: { from: number; to: number }) => void>();
    feed.setListeners({ onRange });
    feed.rangeShown({ from: 1, to: 2 });
    vi.advanceTimersByTime(5000);
    expect(onRange).not.toHaveBeenCalled();
    feed.touch();
    feed.rangeShown({ from: 3, to: 4 });
    feed.rangeShown({ from: 5, to: 6 });
    vi.advanceTimersByTime(1000);
    expect(onRange).toHaveBeenLastCalledWith({ from: 5, to: 6 });
    expect(onRange.mock.calls.length).toBeLessThanOrEqual(2);
  });

  it("moves the crosshair by bars from the newest, and shows its bar in the legend", () => {
    const { feed, take } = setUp();
    take();
    expect(feed.legendBar()?.time).toBe(120);
    feed.step(-1);
    feed.step(-1);
    feed.step(-5);
    expect(take()).toEqual(["point 120", "point 60", "point 60"]);
    expect(feed.legendBar()?.time).toBe(60);
    feed.setCrosshair(null);
    expect(feed.legendBar()?.time).toBe(120);
  });

  it("tells its watchers, and stops when they go", () => {
    const { feed } = setUp();
    const watcher = vi.fn<() => void>();
    const forget = feed.subscribe(watcher);
    const before = feed.version();
    feed.update(bar(180));
    expect(watcher).toHaveBeenCalledOnce();
    expect(feed.version()).toBe(before + 1);
    forget();
    feed.update(bar(240));
    feed.stop();
    vi.advanceTimersByTime(1000);
    expect(watcher).toHaveBeenCalledOnce();
    expect(vi.getTimerCount()).toBe(0);
  });
});
