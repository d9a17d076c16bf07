import { expect, test } from "vitest";
import { difference, isMultiple } from "./decimal";

test("money is subtracted exactly", () => {
  expect(difference("1000000.10", "1000000.00")).toBe("0.10");
  expect(difference("999999.999999999", "1000000")).toBe("-0.000000001");
  expect(difference("9007199254740993.01", "1")).toBe("9007199254740992.01");
  expect(difference("5", "7")).toBe("-2");
  expect(difference("-0.05", "0.10")).toBe("-0.15");
});

test("multiples are exact where floats are not", () => {
  expect(0.3 % 0.1).not.toBe(0);
  expect(isMultiple("0.3", "0.1")).toBe(true);
  expect(isMultiple("123456789012345.01", "0.01")).toBe(true);
  expect(isMultiple("0.305", "0.01")).toBe(false);
});
