import { describe, expect, it } from "vitest";
import type { Candle } from "./bars";
import { marksOf, MOST_MARKS, type Deed } from "./marks";

const candle = (time: number): Candle => ({ time, open: 1, high: 1, low: 1, close: 1, volume: 1, complete: true });
const fill = (time: number, side: "BUY" | "SELL", quantity: number, price: number, order: string): Deed => ({
  kind: "fill",
  id: `${order}-${time}`,
  time,
  side,
  quantity,
  price,
  order,
  name: null,
});
const signal = (time: number, order: string): Deed => ({
  kind: "signal",
  id: order,
  time,
  side: "BUY",
  quantity: 1,
  price: null,
  order,
  name: "stretched",
});

describe("marksOf", () => {
  it("marks the candle in which it happened; at its close that candle, not the next", () => {
    const marks = marksOf(
      [fill(90, "BUY", 1, 5, "a"), fill(180, "SELL", 1, 6, "b")],
      [60, 120, 180, 240].map(candle),
      60,
    );
    expect(marks.map(({ time, id }) => [time, id])).toEqual([
      [60, "a"],
      [120, "b"],
    ]);
  });

  it("joins what one candle has of one kind and side, at the mean price", () => {
    const deeds = [
      fill(61, "BUY", 1, 10, "a"),
      fill(62, "BUY", 3, 14, "b"),
      fill(63, "SELL", 1, 9, "c"),
      signal(60.5, "a"),
    ];
    const marks = marksOf(deeds, [candle(120)], 60);
    expect(marks).toHaveLength(3);
    expect(marks[0]).toEqual({ time: 60, side: "buy", kind: "fill", text: "+4", id: "b", price: 13 });
    expect(marks[1]).toMatchObject({ text: "−1", id: "c", price: 9 });
    expect(marks[2]).toMatchObject({ kind: "signal", text: "", price: 1 });
  });

  it("names a signal that was not filled in its candle", () => {
    const [mark] = marksOf([signal(61, "a"), fill(62, "SELL", 1, 1, "b")], [candle(120)], 60);
    expect(mark).toMatchObject({ kind: "signal", text: "stretched", side: "buy" });
  });

  it("leaves out words that would lie over another mark of the side", () => {
    const candles = Array.from({ length: 40 }, (_, place) => candle(60 * (place + 1)));
    const marks = marksOf([signal(61, "a"), signal(300, "b"), signal(2_000, "c")], candles, 60);
    expect(marks.map(({ text }) => text)).toEqual(["stretched", "", "stretched"]);
  });

  it("leaves out what no candle covers", () => {
    expect(marksOf([fill(10, "BUY", 1, 1, "a"), fill(500, "BUY", 1, 1, "b")], [candle(120)], 60)).toEqual([]);
  });

  it("keeps the newest", () => {
    const times = Array.from({ length: MOST_MARKS + 10 }, (_, place) => 60 * (place + 1));
    const marks = marksOf(
      times.map((time) => fill(time, "BUY", 1, 1, String(time))),
      times.map(candle),
      60,
    );
    expect(marks).toHaveLength(MOST_MARKS);
    expect(marks[0]?.time).toBe(600);
  });
});
