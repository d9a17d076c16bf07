import { expect, it } from "vitest";
import { nextSize, sizesOf, sizeText } from "./sizes";

it("offers the base step and its multiples", () => {
  expect(sizesOf(60)).toEqual([60, 300, 900, 1_800, 3_600, 14_400, 86_400, 604_800]);
  expect(sizesOf(86_400)).toEqual([86_400, 604_800]);
  expect(sizesOf(7)).toEqual([7, 604_800]);
});

it("says a size as people do", () => {
  expect([15, 60, 300, 3_600, 14_400, 86_400, 604_800].map(sizeText)).toEqual(
    ["15 s", "1 min", "5 min", "1 h", "4 h", "1 day", "1 week"], //
  );
});

it("steps to the next size and stays at the ends", () => {
  expect(nextSize([60, 300], 60, 1)).toBe(300);
  expect(nextSize([60, 300], 300, 1)).toBe(300);
  expect(nextSize([60, 300], 60, -1)).toBe(60);
});
