import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { paced } from "./pace";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it("works at once, then once for all that was asked meanwhile", () => {
  const work = vi.fn<() => void>();
  const pace = paced(work, 100);
  pace.ask();
  expect(work).toHaveBeenCalledTimes(1);
  for (let asked = 0; asked < 50; asked++) pace.ask();
  vi.advanceTimersByTime(99);
  expect(work).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1);
  expect(work).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(1_000);
  expect(work).toHaveBeenCalledTimes(2);
});

it("does not work after it was stopped", () => {
  const work = vi.fn<() => void>();
  const pace = paced(work, 100);
  pace.ask();
  pace.ask();
  pace.stop();
  vi.advanceTimersByTime(1_000);
  expect(work).toHaveBeenCalledTimes(1);
});
