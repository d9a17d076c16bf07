import { expect, test } from "vitest";
import { environmentOf } from "./environment";

test("the account's name says what kind of money it moves", () => {
  expect(environmentOf("paper-12")).toBe("PAPER");
  expect(environmentOf("live-ib-1")).toBe("LIVE");
  expect(environmentOf("backtest-7")).toBe("BACKTEST");
});

test("a name that says nothing is never shown as paper", () => {
  expect(environmentOf("U1234567")).toBe("UNKNOWN");
  expect(environmentOf("")).toBe("UNKNOWN");
  expect(environmentOf("constructor")).toBe("UNKNOWN");
});
