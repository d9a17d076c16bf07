import { expect, test } from "vitest";
import { speedLabel, speedOptions, watchableSpeed } from "./speeds";

test("names speeds as a person would", () => {
  expect(speedLabel(0)).toBe("as fast as it goes");
  expect(speedLabel(600)).toBe("600 ×");
  expect(speedLabel(86_400)).toBe("1 day a second");
  expect(speedLabel(172_800)).toBe("2 days a second");
});

test("offers the speed that is set, whoever set it", () => {
  expect(speedOptions(77)[0]).toEqual({ value: "77", label: "77 ×" });
  expect(speedOptions(60).filter(({ value }) => value === "60")).toHaveLength(1);
});

test("a session of two days is watchable at 3,600 times, three years of daily bars at days a second", () => {
  expect(watchableSpeed(0, 161_504e9)).toBe(3_600);
  expect(watchableSpeed(0, 3 * 365 * 86_400e9)).toBe(86_400);
});
