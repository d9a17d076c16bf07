import { renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useSettled } from "./useSettled";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it("asks again once, when a run that moved stands still", () => {
  const refetch = vi.fn<() => void>();
  const { rerender } = renderHook(({ isMoving }) => useSettled(isMoving, refetch), {
    initialProps: { isMoving: false },
  });
  vi.advanceTimersByTime(5_000);
  rerender({ isMoving: true });
  vi.advanceTimersByTime(5_000);
  expect(refetch).not.toHaveBeenCalled();
  rerender({ isMoving: false });
  rerender({ isMoving: false });
  vi.advanceTimersByTime(5_000);
  expect(refetch).toHaveBeenCalledTimes(1);
});
