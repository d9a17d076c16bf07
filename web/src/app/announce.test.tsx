import { act, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { announce } from "./announce";
import { Announcer } from "./Announcer";

beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
afterEach(() => vi.useRealTimers());

test("polite texts come at most every five seconds, the last one counts; what cannot wait comes at once", () => {
  render(<Announcer />);
  const polite = screen.getByRole("status");
  const alert = screen.getByRole("alert");
  act(() => vi.advanceTimersByTime(10_000));
  act(() => {
    announce("one");
    vi.advanceTimersByTime(0);
  });
  expect(polite.textContent).toBe("one");
  act(() => {
    announce("two");
    announce("three");
    vi.advanceTimersByTime(4_900);
  });
  expect(polite.textContent).toBe("one");
  act(() => announce("Trading is halted.", true));
  expect(alert.textContent).toBe("Trading is halted.");
  act(() => vi.advanceTimersByTime(200));
  expect(polite.textContent).toBe("three");
});

test("the same text twice is told twice", () => {
  render(<Announcer />);
  const alert = screen.getByRole("alert");
  act(() => announce("Order refused.", true));
  const first = alert.textContent;
  act(() => announce("Order refused.", true));
  expect(alert.textContent).not.toBe(first);
  expect(alert.textContent?.trim()).toBe("Order refused.");
});
