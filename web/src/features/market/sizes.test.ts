import { expect, it } from "vitest";
import { nextSize, sizeText } from "./sizes";

it("says a size as people do", () => {
  const said = [15, 90, 60, 300, 3_600, 14_400, 86_400, 604_800, 1_209_600].map(sizeText);
  expect(said).toEqual(["15 s", "90 s", "1 min", "5 min", "1 h", "4 h", "1 day", "1 week", "2 weeks"]);
});

it("steps to the next size and stays at the ends", () => {
  expect(nextSize([60, 300], 60, 1)).toBe(300);
  expect(nextSize([60, 300], 300, 1)).toBe(300);
  expect(nextSize([60, 300], 60, -1)).toBe(60);
});
