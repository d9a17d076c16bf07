import { expect, it } from "vitest";
import { heatOf, monthBefore } from "./gaps";

it("shows what lacks of a month as negative, whole months as nothing, and leaves out those without sessions", () => {
  const item = { symbol: "A.US", source: "pystock", first: 1, last: 2, expected: [20, 20, 0], missing: [] };
  const heat = heatOf({
    months: ["2016-01", "2016-02", "2016-03"],
    items: [{ ...item, present: [20, 19, 0], share: [1, 0.95, null] }],
  });
  expect(heat.rows).toEqual(["A.US pystock"]);
  expect(heat.columns).toEqual(["16-01", "16-02", "16-03"]);
  expect(heat.values[0]?.[0]).toBe(0);
  expect(heat.values[0]?.[1]).toBeCloseTo(-0.05);
  expect(heat.values[0]?.[2]).toBeNull();
});

it("counts months over the turn of a year", () => {
  expect(monthBefore("2016-01", 1)).toBe("2015-12");
  expect(monthBefore("2016-01", 24)).toBe("2014-01");
  expect(monthBefore("2015-12", -1)).toBe("2016-01");
});
