import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { violations } from "./axe";
import { Toasts, notify } from "./Toast";

async function closeAll(): Promise<void> {
  for (const button of screen.queryAllByRole("button", { name: "Close" })) {
    // One after the other: each closing renders the list again.
    // oxlint-disable-next-line no-await-in-loop
    await userEvent.click(button);
  }
}

afterEach(() => void vi.useRealTimers());

describe("notify", () => {
  it("shows title, detail and tone in words, until it is closed", async () => {
    render(<Toasts />);
    act(() => notify({ title: "Order refused", detail: "Gross limit", tone: "bad" }));
    expect(screen.getByText("Gross limit")).toBeTruthy();
    expect(screen.getByText("Failed:", { exact: false, selector: "li .sr-only" })).toBeTruthy();
    expect(await violations(document.body)).toEqual([]);
    await closeAll();
    expect(screen.queryByText("Gross limit")).toBeNull();
  });

  it("keeps at most five", async () => {
    render(<Toasts />);
    act(() => {
      for (let index = 1; index <= 7; index += 1) notify({ title: `Notice ${index}`, tone: "bad" });
    });
    expect(screen.getAllByRole("button", { name: "Close" })).toHaveLength(5);
    expect(screen.queryByText(/Notice 2$/)).toBeNull();
    await closeAll();
  });

  it("goes after a while, a failure does not", () => {
    vi.useFakeTimers();
    render(<Toasts />);
    act(() => {
      notify({ title: "Saved", tone: "good" });
      notify({ title: "Lost", tone: "bad" });
    });
    act(() => void vi.advanceTimersByTime(60_000));
    expect(screen.queryByText("Saved")).toBeNull();
    expect(screen.getByText("Lost", { selector: "li div" })).toBeTruthy();
  });
});
