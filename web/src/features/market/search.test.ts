import { describe, expect, it } from "vitest";
import { search } from "./search";

describe("search of the Market page", () => {
  it("keeps what it knows", () => {
    const all = { symbol: "ES.XCME", bar: 300, factor: "features:return_1", run: 7, from: 100, to: 200 };
    expect(search(all)).toEqual(all);
  });

  it("reads numbers that came as text", () => {
    expect(search({ bar: "60", run: "12" })).toEqual({ bar: 60, run: 12 });
  });

  it.each([
    { symbol: "<script>" },
    { symbol: 4 },
    { bar: 0 },
    { bar: 1.5 },
    { bar: "" },
    { bar: 1e12 },
    { run: -1 },
    { factor: "orders:secret" },
    { factor: "factor:" },
    { from: 5 },
    { from: 9, to: 9 },
    { unknown: 1 },
  ])("drops %o", (raw) => {
    expect(search(raw)).toEqual({});
  });
});
