import { expect, test } from "vitest";
import { line, thin } from "./figures";

test("a long course keeps its first and last point", () => {
  const points = Array.from({ length: 1_001 }, (_, n) => n);
  const kept = thin(points, 11);
  expect(kept).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1_000]);
  expect(thin([1, 2], 11)).toEqual([1, 2]);
});

test("a line leaves out what is not known", () => {
  expect(line([{ v: "1.5" }, { v: null }, { v: "2" }], ({ v }) => v)).toEqual([1.5, 2]);
});
