import { expect, it } from "vitest";
import type { CourseView, VintagesView } from "@/api/schema/marketdata";
import { cellOf, figureOf, aroundThen, linesOf, placeOf, revised, rowsOf, scaleOf } from "./course";

const CHANGES = ["2014-04-30", "2014-05-29", "2014-06-25"];

it("stands at the last change that was known by a day, and at the end for now", () => {
  expect(placeOf(CHANGES, undefined)).toBe(3);
  expect(placeOf(CHANGES, "2014-05-29")).toBe(1);
  expect(placeOf(CHANGES, "2014-06-24")).toBe(1);
  expect(placeOf(CHANGES, "2030-01-01")).toBe(2);
  expect(placeOf(CHANGES, "1990-01-01")).toBe(0);
  expect(placeOf([], "2014-05-29")).toBe(0);
});

it("knows which figure an address names", () => {
  expect(figureOf({ kind: "instrument", subject: "META", basis: "assumed", adjust: "split" })).toEqual({
    kind: "bars",
    subject: "META",
    concept: "",
    variant: "",
    adjust: "split",
    basis: "assumed",
  });
  expect(figureOf({ kind: "company", subject: "us:META" })).toBeNull();
  expect(figureOf({ kind: "series" })).toBeNull();
  expect(figureOf({ kind: "series", subject: "fred:GDP", basis: "nonsense", adjust: "x" })).toMatchObject({
    basis: "recorded",
    adjust: "none",
  });
});

const course = (valid: number[], value: (number | null)[]): CourseView => ({
  kind: "series",
  subject: "fred:GDP",
  concept: "",
  title: "",
  unit: "",
  frequency: "",
  variants: [],
  variant: "",
  as_of: "latest",
  basis: "recorded",
  left_out: 0,
  remarks: [],
  withheld: "",
  valid,
  known: valid.map((at) => at + 10),
  value,
  origins: [{ source: "fred", known_basis: "recorded", rule: "a rule", id: "raw:1:2" }],
  origin: valid.map(() => 0),
});
const VINTAGES: VintagesView = {
  course: course([1, 3], [10, 33]),
  changes: CHANGES,
  valid: [1, 2, 3],
  first: [9, 20, 30],
  first_known: [11, 12, 13],
  now: [10, null, 33],
};

it("names the cell of a daily bar, and of nothing else", () => {
  const bars = { kind: "bars", subject: "META.US" } as const;
  expect(cellOf(bars, "1 d", "1402084800000000000")).toBe("cell:META.US:86400:2014-06-06");
  expect(cellOf(bars, "1 min", "1402084800000000000")).toBeNull();
  expect(cellOf(bars, "1 d bid", "1402084800000000000")).toBeNull();
  expect(cellOf({ ...bars, kind: "series" }, "1 d", "1402084800000000000")).toBeNull();
});

it("shows of each time what was known then beside what was said first and is said now, the newest first", () => {
  const rows = rowsOf(VINTAGES, course([1, 2], [9, 21]));
  expect(rows.map(({ valid, held, first, now }) => [valid, held, first, now])).toEqual([
    [3, null, 30, 33],
    [2, 21, 20, null],
    [1, 9, 9, 10],
  ]);
  expect(rows[1]).toMatchObject({ source: "fred", known: 12, knownBasis: "recorded", rule: "a rule" });
  expect(rows[0]).toMatchObject({ source: "", known: null });
});

it("leaves out what was not known yet when it is read as of a time", () => {
  const rows = rowsOf(VINTAGES, { ...course([1, 2], [9, 21]), as_of: "2014-05-01T23:59:59Z" });
  expect(rows.map(({ valid }) => valid)).toEqual([2, 1]);
});

it("keeps the years before what was known last, and a little of what came after", () => {
  const year = 365.25 * 86_400e9;
  const long = { ...VINTAGES, valid: [0, year, 1.4 * year] };
  const [vintages, then] = aroundThen(long, course([0, year], [1, 2]), 0.9);
  expect([vintages.valid, vintages.first, vintages.now]).toEqual([[year], [20], [null]]);
  expect([then.valid, then.value]).toEqual([[year], [2]]);
  expect(aroundThen(long, course([0, year], [1, 2]), 2.5)[0].valid).toEqual([0, year, 1.4 * year]);
  expect(aroundThen(long, course([0], [1]), Number.NaN)[0]).toBe(long);
  expect(aroundThen({ ...long, valid: [] }, course([], []), 2)[1].valid).toEqual([]);
});

it("draws what was known then and nothing that came later", () => {
  const [then, first, now] = linesOf(VINTAGES, course([1, 2], [9, 21]));
  expect(then?.points).toEqual([
    { ns: 1, value: 9 },
    { ns: 2, value: 21 },
  ]);
  expect(first?.points).toHaveLength(3);
  expect(now?.points.map(({ ns }) => ns)).toEqual([1, 3]);
});

it("draws large figures in millions or billions, all lines alike", () => {
  expect(scaleOf(VINTAGES)).toBeNull();
  expect(scaleOf({ ...VINTAGES, now: [2e7, null, 1], first: [1, 2, 3] })?.word).toBe("millions");
  const large = { ...VINTAGES, first: [-3e10, 1, 2] };
  expect(scaleOf(large)?.word).toBe("billions");
  const [then, first] = linesOf(large, course([1], [5e9]), 1e9);
  expect([then?.points[0]?.value, first?.points[0]?.value]).toEqual([5, -30]);
});

it("says how far a value was revised, where that means something", () => {
  expect(revised({ first: 100, now: 103 })).toBeCloseTo(0.03);
  expect(revised({ first: 0, now: 1 })).toBeNull();
  expect(revised({ first: null, now: 1 })).toBeNull();
});
