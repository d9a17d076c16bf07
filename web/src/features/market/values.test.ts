import { describe, expect, it } from "vitest";
import { Values, type Value } from "./values";

const value = (sequence: number, time: number, found: number): Value => ({ sequence, time, value: found });
const candle = (time: number) => ({ time, open: 1, high: 1, low: 1, close: 1, volume: 1, complete: true });

describe("Values", () => {
  it("orders by sequence, takes each once, says from when it changed", () => {
    const values = new Values();
    expect(values.put([value(5, 50, 0.5), value(9, 90, 0.9)])).toBe(50);
    expect(values.put([value(7, 70, 0.7), value(5, 50, 0.5)])).toBe(70);
    expect(values.put([value(7, 70, 0.7)])).toBeNull();
    expect(values.count).toBe(3);
    expect(values.last).toEqual(value(9, 90, 0.9));
    expect([values.has(7), values.has(8)]).toEqual([true, false]);
  });

  it("shows below a candle the last value that was known by its close", () => {
    const values = new Values();
    values.put([value(1, 30, 0.1), value(2, 59, 0.2), value(3, 60, 0.3), value(4, 130, 0.4), value(5, 500, 0.5)]);
    expect(values.below([60, 120, 180].map(candle), 0)).toEqual([
      { time: 60, value: 0.3 },
      { time: 180, value: 0.4 },
    ]);
  });

  it("begins after the close before", () => {
    const values = new Values();
    values.put([value(1, 30, 0.1), value(2, 90, 0.2)]);
    expect(values.below([candle(120)], 60)).toEqual([{ time: 120, value: 0.2 }]);
    expect(values.below([candle(120)], 100)).toEqual([]);
  });
});
