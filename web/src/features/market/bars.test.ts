import { describe, expect, it } from "vitest";
import played from "./played.json";
import { aggregate, BaseBars, beginOf, closeOf, MOST_BARS, type Candle, type Trade } from "./bars";

const bar = (time: number, prices: [number, number, number, number], volume = 1, complete = true): Candle => ({
  time,
  open: prices[0],
  high: prices[1],
  low: prices[2],
  close: prices[3],
  volume,
  complete,
});
type Row = [number, number, number, number, number, number, boolean];
const read = ([time, open, high, low, close, volume, complete]: Row): Candle => ({
  time,
  open,
  high,
  low,
  close,
  volume,
  complete,
});
const flat = (time: number, price = 10): Candle => bar(time, [price, price, price, price]);
const trade = (sequence: number, time: number, price: number, size = 1): Trade => ({ sequence, time, price, size });

describe("closeOf", () => {
  it("puts a base bar into the bar that covers it", () => {
    // Five minutes from 600 on are closed at 900: the minutes that close at 660 … 900.
    expect([660, 720, 900, 960].map((time) => closeOf(time, 60, 300))).toEqual([900, 900, 900, 1200]);
  });
});

it("counts weeks from Monday, and a day by its close", () => {
  const day = 86_400;
  const friday = Date.UTC(2017, 0, 6, 21) / 1_000;
  const sunday = Date.UTC(2017, 0, 8) / 1_000;
  expect(closeOf(friday, day, 7 * day)).toBe(sunday + day);
  expect(closeOf(sunday + day + 21 * 3_600, day, 7 * day)).toBe(sunday + 8 * day);
});

it("begins a bar where its step begins", () => {
  const day = 86_400;
  const closeOfTrading = Date.UTC(2017, 0, 6, 21) / 1_000;
  expect(beginOf(660, 60)).toBe(600);
  expect(beginOf(closeOfTrading, day)).toBe(Date.UTC(2017, 0, 6) / 1_000);
  expect(beginOf(Date.UTC(2017, 0, 9) / 1_000, 7 * day)).toBe(Date.UTC(2017, 0, 2) / 1_000);
});

describe("aggregate", () => {
  it("takes the first open, the extremes, the last close and all volume", () => {
    const minutes = [bar(660, [10, 12, 9, 11], 5), bar(720, [11, 15, 10, 14], 7), bar(900, [14, 14, 8, 9], 2)];
    expect(aggregate(minutes, 60, 300)).toEqual([bar(900, [10, 15, 8, 9], 14)]);
  });

  it("leaves base bars as they are at the base step", () => {
    const minutes = [flat(660), flat(720), flat(900)];
    expect(aggregate(minutes, 60, 60)).toEqual(minutes);
  });

  it("keeps daily bars at the close of their market", () => {
    const days = [flat(1_483_563_600), flat(1_483_650_000)];
    expect(aggregate(days, 86_400, 86_400).map((day) => day.time)).toEqual([1_483_563_600, 1_483_650_000]);
  });

  it("closes a bar whose last minutes had no trade once a later one comes", () => {
    const [first, second] = aggregate([flat(660), flat(960)], 60, 300);
    expect(first).toMatchObject({ time: 900, complete: true });
    expect(second).toMatchObject({ time: 1200, complete: false });
  });

  it("is unfinished while its last base bar is", () => {
    expect(aggregate([flat(840), bar(900, [1, 1, 1, 1], 1, false)], 60, 300)).toMatchObject([{ complete: false }]);
  });
});

it.each(played.sessions)("gives the numbers that the server gives: $session", ({ base, bars }) => {
  const steps = Object.entries(bars).map(([step, rows]) => ({
    step: Number(step),
    candles: (rows as Row[]).map(read),
  }));
  const own = steps.find(({ step }) => step === base)?.candles ?? [];
  expect(own.length).toBeGreaterThan(50);
  for (const { step, candles } of steps) expect(aggregate(own, base, step)).toEqual(candles);
});

describe("BaseBars", () => {
  it("orders what comes, once each, and says from where it changed", () => {
    const bars = new BaseBars(60);
    expect(bars.put([flat(120), flat(240)])).toBe(120);
    expect(bars.put([flat(180)])).toBe(180);
    expect(bars.put([flat(120), flat(240)])).toBeNull();
    expect(bars.put([flat(240, 11)])).toBe(240);
    expect(bars.all).toEqual([flat(120), flat(180), flat(240, 11)]);
  });

  it("makes the unfinished bar of the trades after the last complete one", () => {
    const bars = new BaseBars(60);
    bars.put([flat(120)]);
    expect(bars.trade([trade(1, 119, 99), trade(2, 120, 10), trade(3, 150, 12, 4), trade(4, 179, 9)])).toBe(180);
    expect(bars.last).toEqual(bar(180, [10, 12, 9, 9], 6, false));
  });

  it("takes a trade once", () => {
    const bars = new BaseBars(60);
    bars.trade([trade(5, 10, 1, 2)]);
    expect(bars.trade([trade(4, 9, 8, 2), trade(5, 10, 1, 2)])).toBeNull();
    expect(bars.last).toMatchObject({ volume: 2, high: 1 });
  });

  it("gives way to the complete bar, and to the next one", () => {
    const bars = new BaseBars(60);
    bars.trade([trade(1, 10, 5), trade(2, 70, 6)]);
    expect(bars.last).toMatchObject({ time: 120, open: 6 });
    bars.put([flat(60), bar(120, [6, 7, 6, 7], 9)]);
    expect(bars.all).toEqual([flat(60), bar(120, [6, 7, 6, 7], 9)]);
  });

  it("goes on from the server's unfinished bar with the trades behind it", () => {
    const bars = new BaseBars(60);
    bars.put([flat(60), bar(120, [5, 6, 5, 6], 8, false)], 40);
    expect(bars.trade([trade(40, 80, 100), trade(41, 90, 7, 2)])).toBe(120);
    expect(bars.last).toEqual(bar(120, [5, 7, 5, 7], 10, false));
  });

  it("does not go back to an unfinished bar that is older than its trades", () => {
    const bars = new BaseBars(60);
    bars.trade([trade(50, 80, 7)]);
    expect(bars.put([bar(120, [5, 6, 5, 6], 8, false)], 40)).toBeNull();
    expect(bars.last).toMatchObject({ close: 7 });
  });

  it("keeps the newest when there are too many", () => {
    const bars = new BaseBars(1);
    bars.put(Array.from({ length: MOST_BARS + 5 }, (_, place) => flat(place + 1)));
    expect(bars.all).toHaveLength(MOST_BARS);
    expect(bars.all[0]?.time).toBe(6);
    expect(bars.put([flat(3)])).toBeNull();
  });

  it("gives those after a time", () => {
    const bars = new BaseBars(60);
    bars.put([flat(60), flat(120), flat(180)]);
    bars.trade([trade(1, 181, 4)]);
    expect(bars.after(120).map((found) => found.time)).toEqual([180, 240]);
    expect(bars.after(240)).toEqual([]);
  });
});
