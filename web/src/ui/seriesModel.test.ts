import { expect, it } from "vitest";
import { seriesModel, seriesSummary, valueAt, type SeriesLine } from "./seriesModel";

const LINES: SeriesLine[] = [
  {
    name: "Equity",
    unit: "currency",
    points: [
      { ns: 0, value: 5 },
      { ns: 120e9, value: 7 },
    ],
  },
  { name: "Drawdown", unit: "fraction", points: [{ ns: 60e9, value: -0.01 }] },
];

it("puts lines on one axis of time", () => {
  const model = seriesModel(LINES);
  expect(model.times).toEqual([0, 60e9, 120e9]);
  expect(model.columns).toEqual([
    [5, null, 7],
    [null, -0.01, null],
  ]);
});

it("knows the newest value at a row, and none before a line begins", () => {
  const model = seriesModel(LINES);
  expect([0, 1, 2, 9].map((row) => valueAt(model, 0, row))).toEqual([5, 5, 7, 7]);
  expect([0, 1, 2].map((row) => valueAt(model, 1, row))).toEqual([null, -0.01, -0.01]);
  expect(valueAt(model, 5, 0)).toBeNull();
});

it("leaves a hole where a value is no number", () => {
  expect(seriesModel([{ name: "a", unit: "ratio", points: [{ ns: 1, value: NaN }] }]).columns).toEqual([[null]]);
});

it("tells in words", () => {
  expect(seriesSummary(seriesModel(LINES), "Account")).toBe(
    "Account, 1970-01-01 00:00 to 1970-01-01 00:02 UTC. " +
      "Equity: last 7.00, between 5.00 and 7.00. Drawdown: last −1.00%, between −1.00% and −1.00%.",
  );
  expect(seriesSummary(seriesModel([]), "Account")).toBe("Account: no points.");
});
