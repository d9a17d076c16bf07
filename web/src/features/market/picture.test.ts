import { describe, expect, it } from "vitest";
import { BaseBars, type Candle } from "./bars";
import { Picture } from "./picture";
import { Values } from "./values";

const flat = (time: number, price = 10): Candle => ({
  time,
  open: price,
  high: price,
  low: price,
  close: price,
  volume: 1,
  complete: true,
});

function picture(step = 60) {
  const vpin = new Values();
  return { vpin, picture: new Picture(new BaseBars(60), step, new Map([["vpin", vpin]])) };
}

describe("Picture", () => {
  it("has nothing to say while nothing came", () => {
    expect(picture().picture.take()).toBeNull();
  });

  it("says what is new at its end, with what stands below it", () => {
    const { picture: shown } = picture();
    shown.putBars([flat(60), flat(120)]);
    shown.putValues("vpin", [{ sequence: 1, time: 90, value: 0.2 }]);
    expect(shown.take()).toMatchObject({ isWhole: true, candles: [{ time: 60 }, { time: 120 }] });
    shown.putBars([flat(180)]);
    shown.putTrades([{ sequence: 9, time: 185, price: 3, size: 1 }]);
    shown.putValues("vpin", [{ sequence: 2, time: 170, value: 0.3 }]);
    expect(shown.take()).toMatchObject({ isWhole: false, candles: [{ time: 180 }, { time: 240, complete: false }] });
    expect(shown.take()).toBeNull();
    shown.putValues("vpin", [{ sequence: 3, time: 230, value: 0.4 }]);
    const change = shown.take();
    expect(change?.candles).toMatchObject([{ time: 240 }]);
    expect(change?.points.get("vpin")).toEqual([{ time: 240, value: 0.4 }]);
  });

  it("is drawn anew when something older came", () => {
    const { picture: shown } = picture();
    shown.putBars([flat(120), flat(180)]);
    shown.take();
    shown.putBars([flat(60)]);
    const change = shown.take();
    expect(change).toMatchObject({ isWhole: true });
    expect(change?.candles.map((candle) => candle.time)).toEqual([60, 120, 180]);
  });

  it("builds the last candle of a larger size from its start on", () => {
    const { picture: shown } = picture(300);
    shown.putBars([flat(360, 4), flat(420, 9)]);
    shown.take();
    shown.putBars([flat(480, 7)]);
    expect(shown.take()).toMatchObject({
      isWhole: false,
      candles: [{ time: 600, open: 4, high: 9, low: 4, close: 7, volume: 3, complete: false }],
    });
  });

  it("gives everything again when asked", () => {
    const { picture: shown } = picture();
    shown.putBars([flat(60)]);
    shown.take();
    shown.redraw();
    expect(shown.take()).toMatchObject({ isWhole: true, candles: [{ time: 60 }] });
  });

  it("is drawn anew after a burst", () => {
    const { picture: shown } = picture();
    shown.putBars([flat(60)]);
    shown.take();
    shown.putBars(Array.from({ length: 2_000 }, (_, place) => flat(120 + 60 * place)));
    const change = shown.take();
    expect(change).toMatchObject({ isWhole: true });
    expect(change?.candles).toHaveLength(2_001);
  });
});
