import { expect, it } from "vitest";
import { missing } from "./missing";
import { VPIN } from "./series";

const bars = { records: "bars", session: "equities-daily" } as const;
const trades = { records: "trades", session: "es-trades" } as const;

it("says what a series waits for", () => {
  expect(missing({ source: "factor", name: "momentum_20" }, 20, bars)).toContain("20 bars");
  expect(missing(VPIN, 60, trades)).toContain("60 volume buckets");
});

it("says what would give a value where there will be none", () => {
  expect(missing(VPIN, 60, bars)).toContain("equities-daily has bars");
  expect(missing({ source: "factor", name: "nonsense" }, undefined, trades)).toContain("Choose another");
});
