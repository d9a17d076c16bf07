import { expect, test } from "vitest";
import { search } from "./search";

test("keeps what it knows and drops the rest", () => {
  expect(search({ engine: "risk", tab: "log", more: 1 })).toEqual({ engine: "risk", tab: "log" });
  expect(search({ engine: "risk", tab: "weather" })).toEqual({ engine: "risk" });
  expect(search({ engine: "../x", tab: "log" })).toEqual({});
  expect(search({ engine: 7 })).toEqual({});
});
