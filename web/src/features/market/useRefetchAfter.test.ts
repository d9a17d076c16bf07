import { renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useRefetchAfter } from "./useRefetchAfter";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it("asks again once, when it has ended", () => {
  const refetch = vi.fn<() => void>();
  const { rerender } = renderHook(({ isOn }) => useRefetchAfter(isOn, refetch), {
    initialProps: { isOn: false },
  });
  vi.advanceTimersByTime(5_000);
  rerender({ isOn: true });
  vi.advanceTimersByTime(5_000);
  expect(refetch).not.toHaveBeenCalled();
  rerender({ isOn: false });
  rerender({ isOn: false });
  vi.advanceTimersByTime(5_000);
  expect(refetch).toHaveBeenCalledTimes(1);
});
