import { expect, test } from "vitest";
import { checkEdit } from "./limits";

test("an edit needs a positive amount and a reason", () => {
  expect(checkEdit("250000.00", "smaller book")).toEqual({});
  expect(checkEdit("0.00", "x").amount).toMatch(/kill switch/);
  expect(checkEdit("-5", "x").amount).toMatch(/positive/);
  expect(checkEdit("1e9", "x").amount).toMatch(/positive/);
  expect(checkEdit("5", "  ").reason).toMatch(/why/);
});
