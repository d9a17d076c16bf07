import { describe, expect, it } from "vitest";
import { findSymbols } from "./symbols";

const symbols = [
  { instrument_id: "AAPL.XNAS", kind: "EQUITY", description: "Apple Inc." },
  { instrument_id: "AMZN.XNAS", kind: "EQUITY", description: "Amazon.com Inc." },
  { instrument_id: "ES.XCME", kind: "FUTURE", description: "E-mini S&P 500 future" },
  { instrument_id: "IBM.XNYS", kind: "EQUITY", description: "International Business Machines Corp." },
  { instrument_id: "NVDA.XNAS", kind: "EQUITY", description: "NVIDIA Corp." },
];
const found = (typed: string, played: string[] = []): string[] =>
  findSymbols(symbols, typed, new Set(played)).map((symbol) => symbol.instrument_id);

describe("findSymbols", () => {
  it("finds by symbol, by name, in any case", () => {
    expect(found("es")[0]).toBe("ES.XCME");
    expect(found("apple")).toEqual(["AAPL.XNAS"]);
    expect(found("MACHINES")).toEqual(["IBM.XNYS"]);
    expect(found(" xnys ")).toEqual(["IBM.XNYS"]);
    expect(found("nothing")).toEqual([]);
  });

  it("shows all while nothing is typed, those that are played first", () => {
    expect(found("", ["NVDA.XNAS"])).toEqual(["NVDA.XNAS", "AAPL.XNAS", "AMZN.XNAS", "ES.XCME", "IBM.XNYS"]);
  });

  it("puts the symbol before the name", () => {
    expect(found("a")).toEqual(["AAPL.XNAS", "AMZN.XNAS", "IBM.XNYS", "NVDA.XNAS"]);
  });
});
