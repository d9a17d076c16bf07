import { describe, expect, it } from "vitest";
import {
  MOST_BARS,
  barIndex,
  keptBars,
  paneValues,
  summary,
  takeBar,
  takePoint,
  type Bar,
  type PriceModel,
} from "./priceModel";

function bar(time: number, close = 10): Bar {
  return { time, open: 10, high: 12, low: 9, close, volume: 5, complete: true };
}

function model(times: number[], points: { time: number; value: number }[] = []): PriceModel {
  const kept = keptBars(times.map((time) => bar(time)));
  return { ...kept, panes: paneValues(kept.bars, [{ name: "VPIN", unit: "ratio", points }]) };
}

describe("a price model", () => {
  it("finds the bar in which a time falls", () => {
    const bars = [bar(60), bar(120), bar(180)];
    expect([0, 59, 60, 119, 120, 999].map((time) => barIndex(bars, time))).toEqual([-1, -1, 0, 0, 1, 2]);
    expect(barIndex([], 5)).toBe(-1);
  });

  it("gives a bar the last value in it, and drops what comes before the first or is no number", () => {
    const { panes } = model(
      [60, 120],
      [
        { time: 10, value: 1 },
        { time: 60, value: 2 },
        { time: 119, value: 3 },
        { time: 130, value: NaN },
      ],
    );
    expect([...(panes[0]?.values ?? [])]).toEqual([[60, 3]]);
  });

  it("keeps the newest bars, and says how many it left out", () => {
    const many = Array.from({ length: MOST_BARS + 7 }, (_, index) => bar(index));
    const kept = keptBars(many);
    expect(kept.bars).toHaveLength(MOST_BARS);
    expect(kept.bars[0]?.time).toBe(7);
    expect(kept.left).toBe(7);
  });

  it("takes live bars: newer state, next bar, late bar", () => {
    const prices = model([60, 120]);
    expect(takeBar(prices, bar(120, 11))).toBe("last");
    expect(takeBar(prices, bar(240))).toBe("last");
    expect(takeBar(prices, bar(180))).toBe("all");
    expect(takeBar(prices, bar(60, 13))).toBe("all");
    expect(prices.bars.map(({ time, close }) => [time, close])).toEqual([
      [60, 13],
      [120, 11],
      [180, 10],
      [240, 10],
    ]);
  });

  it("begins with the first live bar", () => {
    const prices = model([]);
    expect(takeBar(prices, bar(60))).toBe("last");
    expect(prices.bars).toHaveLength(1);
  });

  it("lets the oldest go in steps, so that not each new bar draws everything", () => {
    const prices = model(Array.from({ length: MOST_BARS }, (_, index) => index));
    const changes = Array.from({ length: 1100 }, (_, index) => takeBar(prices, bar(MOST_BARS + index)));
    expect(changes.filter((change) => change === "all")).toHaveLength(1);
    expect(prices.bars.length + prices.left).toBe(MOST_BARS + 1100);
    expect(prices.bars.length).toBeLessThanOrEqual(MOST_BARS + 1000);
    expect(prices.bars[prices.bars.length - 1]?.time).toBe(MOST_BARS + 1099);
  });

  it("takes live values of a pane", () => {
    const prices = model([60, 120]);
    expect(takePoint(prices, "VPIN", { time: 150, value: 0.5 })).toBe("last");
    expect(takePoint(prices, "VPIN", { time: 70, value: 0.4 })).toBe("all");
    expect(takePoint(prices, "VPIN", { time: 5, value: 0.4 })).toBeNull();
    expect(takePoint(prices, "other", { time: 70, value: 0.4 })).toBeNull();
    expect(takePoint(prices, "VPIN", { time: 70, value: NaN })).toBeNull();
    expect(prices.panes[0]?.values.get(120)).toBe(0.5);
  });

  it("tells in words", () => {
    expect(summary(model([]), "AAPL", "USD", 2)).toBe("AAPL: no bars.");
    expect(summary(model([0, 60]), "AAPL", "USD", 2)).toBe(
      "AAPL: 2 bars from 1970-01-01 00:00 UTC to 1970-01-01 00:01 UTC, last 10.00 USD, between 9.00 USD and 12.00 USD.",
    );
  });
});
