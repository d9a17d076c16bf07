import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { BaseBars, type Candle } from "./bars";
import { Painter, type Shown } from "./painter";
import { Picture } from "./picture";
import { Values } from "./values";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const flat = (time: number): Candle => ({ time, open: 1, high: 1, low: 1, close: 1, volume: 1, complete: true });

function stage() {
  const picture = new Picture(new BaseBars(60), 60, new Map([["vpin", new Values()]]));
  const drawn: Shown[] = [];
  const painter = new Painter(picture, (shown) => drawn.push(shown));
  const chart = { update: vi.fn<() => void>(), updatePane: vi.fn<() => void>() };
  const drawDone = (): void => {
    const last = drawn.at(-1);
    if (last) painter.drawn(last);
  };
  const put = (...times: number[]): void => {
    picture.putBars(times.map(flat));
    painter.changed();
  };
  return { picture, painter, drawn, drawDone, chart, put };
}

it("has the chart drawn first, then tells it what is new, bars by their begin", () => {
  const { picture, painter, drawn, drawDone, chart, put } = stage();
  painter.start();
  put(60, 120);
  vi.advanceTimersByTime(200);
  expect(drawn).toMatchObject([{ step: 60, candles: [{ time: 60 }, { time: 120 }] }]);
  painter.attach(chart);
  drawDone();
  put(180);
  picture.putValues("vpin", [{ sequence: 1, time: 170, value: 0.5 }]);
  vi.advanceTimersByTime(200);
  expect(drawn).toHaveLength(1);
  expect(chart.update).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ time: 120 }));
  expect(chart.updatePane).toHaveBeenCalledExactlyOnceWith("vpin", { time: 120, value: 0.5 });
});

it("keeps what comes while the chart is being drawn", () => {
  const { painter, drawn, drawDone, chart, put } = stage();
  put(60);
  painter.attach(chart);
  put(120);
  vi.advanceTimersByTime(1_000);
  expect(drawn).toHaveLength(1);
  expect(chart.update).not.toHaveBeenCalled();
  drawDone();
  vi.advanceTimersByTime(200);
  expect(chart.update).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ time: 60 }));
});

it("paints five times a second", () => {
  const { painter, drawDone, chart, put } = stage();
  put(60);
  painter.attach(chart);
  drawDone();
  vi.advanceTimersByTime(200);
  for (let bar = 2; bar < 102; bar++) {
    put(bar * 60);
    vi.advanceTimersByTime(10);
  }
  const repaints = new Set(chart.update.mock.invocationCallOrder);
  expect(repaints.size).toBeGreaterThan(90);
  const told = vi.fn<() => void>();
  painter.subscribe(told);
  for (let bar = 102; bar < 202; bar++) {
    put(bar * 60);
    vi.advanceTimersByTime(10);
  }
  expect(told.mock.calls.length).toBeLessThanOrEqual(6);
});

it("draws anew for a chart that came later", () => {
  const { painter, drawn, drawDone, chart, put } = stage();
  put(60);
  painter.attach(chart);
  drawDone();
  painter.attach(null);
  put(120);
  vi.advanceTimersByTime(200);
  expect(drawn.at(-1)?.candles).toHaveLength(2);
});
