import { describe, expect, it } from "vitest";
import { formatAge, formatAmount, formatParts, formatTime, isNumeric, isoTime, signOf, unitWords } from "./format";

describe("formatAmount", () => {
  it("keeps every digit of decimal text, which a float would lose", () => {
    expect(formatAmount("12345678901234567890.12", "currency")).toBe("12,345,678,901,234,567,890.12");
    expect(formatAmount("0.12345678901234567890", "price")).toBe("0.12345678901234567890");
  });

  it("rounds text by its decimals, half away from zero", () => {
    expect(formatAmount("1.005", "currency")).toBe("1.01");
    expect(formatAmount("-1.005", "currency")).toBe("−1.01");
  });

  it("writes a true minus, and no sign on a zero that rounding made", () => {
    expect(formatAmount("-1234.5", "currency", { currency: "USD" })).toBe("−1,234.50 USD");
    expect(formatAmount(-0.001, "currency")).toBe("0.00");
    expect(formatAmount("0.00", "currency", { signed: true })).toBe("0.00");
    expect(formatAmount("3", "currency", { signed: true })).toBe("+3.00");
  });

  it("fixes decimals by unit unless told", () => {
    expect(formatAmount("1632.25", "price")).toBe("1,632.25");
    expect(formatAmount("1632", "price")).toBe("1,632.00");
    expect(formatAmount("1.30050", "price")).toBe("1.30050");
    expect(formatAmount(1.3005, "price", { precision: 5 })).toBe("1.30050");
    expect(formatAmount("1500.000", "quantity")).toBe("1,500");
    expect(formatAmount(12.6, "count")).toBe("13");
    expect(formatAmount(1.23456, "ratio")).toBe("1.23");
  });

  it.each([
    ["0.1234", "12.34%"],
    [-0.0051, "−0.51%"],
    [1, "100.00%"],
  ])("shows the fraction %s in percent", (value, text) => {
    expect(formatAmount(value, "fraction")).toBe(text);
  });

  it.each([
    [0.5, "0.50 s"],
    [0, "0.00 s"],
    [12.34, "12.3 s"],
    [45, "45 s"],
    [59.97, "1 min 00 s"],
    [303, "5 min 03 s"],
    [3720, "1 h 02 min"],
    [3599.9, "1 h 00 min"],
    [86399, "1 d 00 h"],
    [273600, "3 d 04 h"],
    [-90, "−1 min 30 s"],
  ])("shows %s seconds as a duration", (value, text) => {
    expect(formatAmount(value, "seconds")).toBe(text);
  });

  it("shows rates, milliseconds, basis points and variances", () => {
    expect(formatAmount(1234.4, "per_second")).toBe("1,234/s");
    expect(formatAmount(0.25, "per_second")).toBe("0.25/s");
    expect(formatAmount(0.0123, "milliseconds")).toBe("0.012 ms");
    expect(formatAmount(12.34, "milliseconds")).toBe("12.3 ms");
    expect(formatAmount(62_000, "milliseconds")).toBe("1 min 02 s");
    expect(formatAmount(12.34, "bps")).toBe("12.3 bps");
    expect(formatAmount(0.000123456, "variance")).toBe("0.0001235");
    expect(formatAmount(1.23456e-9, "variance")).toBe("1.235E−9");
  });

  it("shows nothing as a dash, and what is no number as it is", () => {
    expect(formatAmount(null, "currency", { currency: "USD" })).toBe("–");
    expect(formatAmount(undefined, "count")).toBe("–");
    expect(formatAmount("", "price")).toBe("–");
    expect(formatAmount(NaN, "ratio")).toBe("–");
    expect(formatAmount(-Infinity, "ratio")).toBe("−∞");
    expect(formatAmount("unlimited", "currency")).toBe("unlimited");
    expect(formatAmount("-abc", "text")).toBe("-abc");
  });

  it("gives number and unit apart", () => {
    expect(formatParts("2", "currency", { currency: "EUR" })).toEqual({ number: "2.00", unit: " EUR" });
  });
});

describe("times", () => {
  const ns = "1378130585123456789";

  it("shows UTC with the asked precision, exact from text", () => {
    expect(formatTime(ns)).toBe("2013-09-02 14:03:05");
    expect(formatTime(ns, "millisecond")).toBe("2013-09-02 14:03:05.123");
    expect(formatTime(BigInt(ns), "microsecond")).toBe("2013-09-02 14:03:05.123456");
    expect(formatTime(Number(ns), "day")).toBe("2013-09-02");
    expect(formatTime(Number(ns), "minute")).toBe("2013-09-02 14:03");
    // As a number this is 1378077266408999936.
    expect(formatTime(Number("1378077266409000000"), "millisecond")).toBe("2013-09-01 23:14:26.409");
    expect(formatTime(Number("1378077266409000000"), "microsecond")).toBe("2013-09-01 23:14:26.409000");
    expect(isoTime(ns)).toBe("2013-09-02T14:03:05.123Z");
    expect(formatAmount(ns, "timestamp_ns")).toBe("2013-09-02 14:03:05.123");
  });

  it("shows a dash where nobody knows", () => {
    expect(formatTime(null)).toBe("–");
    expect(formatTime("soon")).toBe("–");
    expect(formatTime(1e30)).toBe("–");
    expect(isoTime(undefined)).toBeUndefined();
  });

  it("says ages", () => {
    expect(formatAge(400)).toBe("now");
    expect(formatAge(12_900)).toBe("12 s ago");
    expect(formatAge(3_725_000)).toBe("1 h 02 min ago");
  });
});

describe("units", () => {
  it("names them", () => {
    expect(unitWords("currency", "USD")).toBe("USD");
    expect(unitWords("price", "USD")).toBe("price in USD");
    expect(unitWords("fraction", "USD")).toBe("percent");
    expect(isNumeric("bps")).toBe(true);
    expect(isNumeric("timestamp_ns")).toBe(false);
    expect(isNumeric(undefined)).toBe(false);
  });

  it("takes signs from text exactly", () => {
    expect(signOf("-0.00")).toBe(0);
    expect(signOf("-0.01")).toBe(-1);
    expect(signOf("1e-400")).toBe(1);
    expect(signOf("x")).toBeNull();
    expect(signOf(null)).toBeNull();
    expect(signOf(-2)).toBe(-1);
  });
});
