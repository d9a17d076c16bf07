import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { paced } from "./paced";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("calls at once, then at most once in the interval, and never loses the last", () => {
  const call = vi.fn<() => void>();
  const pace = paced(call, 100);
  pace.ask();
  expect(call).toHaveBeenCalledOnce();
  for (let index = 0; index < 50; index += 1) {
    pace.ask();
    vi.advanceTimersByTime(20);
  }
  // One second of asking fifty times.
  expect(call.mock.calls.length).toBeGreaterThanOrEqual(10);
  expect(call.mock.calls.length).toBeLessThanOrEqual(11);
  const before = call.mock.calls.length;
  pace.ask();
  pace.ask();
  vi.advanceTimersByTime(100);
  expect(call).toHaveBeenCalledTimes(before + 1);
  vi.advanceTimersByTime(1000);
  expect(call).toHaveBeenCalledTimes(before + 1);
});

it("gives all of one interval the same beat", () => {
  const times: number[][] = [[], [], []];
  const paces = times.map((called) => paced(() => called.push(performance.now()), 100));
  for (let step = 0; step < 300; step += 1) {
    paces[step % 3]?.ask();
    vi.advanceTimersByTime(7);
  }
  const later = times.map((called) => called.slice(2, 12).map((time) => Math.round(time)));
  expect(later[1]).toEqual(later[0]);
  expect(later[2]).toEqual(later[0]);
});

it("stops", () => {
  const call = vi.fn<() => void>();
  const pace = paced(call, 100);
  pace.ask();
  pace.ask();
  pace.stop();
  vi.advanceTimersByTime(1000);
  expect(call).toHaveBeenCalledOnce();
});
