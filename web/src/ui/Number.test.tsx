import { act, fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { violations } from "./axe";
import { TabStop } from "./focus";
import { Number } from "./Number";
import type { Origin } from "./types";

const origin: Origin = {
  description: "Equity of the account",
  source: "portfolio /account",
  asOf: 1_378_130_585_123_456_000,
  method: "Cash plus market value",
};

describe("Number", () => {
  it("shows number and unit as one text", () => {
    render(<Number value="-1234.5" unit="currency" currency="USD" />);
    expect(document.body.textContent).toBe("−1,234.50 USD");
    expect(screen.queryByRole("button")).toBeNull();
  });

  it("colours a signed number beside its sign", () => {
    const { container, rerender } = render(<Number value="12" unit="currency" signed />);
    expect(container.textContent).toBe("+12.00");
    expect(container.firstElementChild?.className).toContain("text-up");
    rerender(<Number value="-12" unit="currency" signed />);
    expect(container.firstElementChild?.className).toContain("text-down");
  });

  it("says why there is no value", () => {
    const { container } = render(<Number value={null} unit="ratio" reason="fewer than 20 days" />);
    expect(container.textContent).toBe("–no value: fewer than 20 days");
  });

  it("is one tab stop, or none where the surroundings say so", () => {
    const { rerender } = render(<Number value={1} unit="count" origin={origin} />);
    expect(screen.getByRole("button").tabIndex).toBe(0);
    rerender(
      <TabStop value={false}>
        <Number value={1} unit="count" origin={origin} />
      </TabStop>,
    );
    expect(screen.getByRole("button").tabIndex).toBe(-1);
  });
});

describe("the origin of a number", () => {
  it("opens on tap with unit, time, source, description and method", async () => {
    render(<Number value={1} unit="currency" currency="USD" origin={origin} />);
    expect(screen.queryByRole("tooltip")).toBeNull();
    await userEvent.click(screen.getByRole("button"));
    const box = screen.getByRole("tooltip");
    for (const text of ["Equity of the account", "USD", "2013-09-02 14:03:05.123", "portfolio /account"]) {
      expect(box.textContent).toContain(text);
    }
    expect(box.textContent).toContain("Why?Cash plus market value");
    expect(screen.getByRole("button").getAttribute("aria-describedby")).toBe(box.id);
    expect(await violations(document.body)).toEqual([]);
  });

  it("closes on Escape without passing it on, and on a second tap", async () => {
    const outer = vi.fn<() => void>();
    document.addEventListener("keydown", outer);
    render(<Number value={1} unit="count" origin={origin} />);
    await userEvent.click(screen.getByRole("button"));
    await userEvent.keyboard("{Escape}");
    expect(screen.queryByRole("tooltip")).toBeNull();
    expect(outer).not.toHaveBeenCalled();
    await userEvent.click(screen.getByRole("button"));
    await userEvent.click(screen.getByRole("button"));
    expect(screen.queryByRole("tooltip")).toBeNull();
    await userEvent.keyboard("{Escape}");
    expect(outer).toHaveBeenCalledOnce();
    document.removeEventListener("keydown", outer);
  });

  it("is open once on the page", async () => {
    render(
      <>
        <Number value={1} unit="count" origin={origin} />
        <Number value={2} unit="count" origin={{ ...origin, description: "Another" }} />
      </>,
    );
    const [first, second] = screen.getAllByRole("button");
    if (!first || !second) throw new Error("two buttons expected");
    await userEvent.click(first);
    fireEvent.click(second);
    expect(screen.getAllByRole("tooltip")).toHaveLength(1);
    expect(screen.getByRole("tooltip").textContent).toContain("Another");
  });

  it("says that nobody gave a time", async () => {
    render(<Number value={null} unit="count" reason="not run" origin={{ ...origin, asOf: null }} />);
    await userEvent.click(screen.getByRole("button"));
    expect(screen.getByRole("tooltip").textContent).toContain("As ofnot said");
    expect(screen.getByRole("tooltip").textContent).toContain("No value: not run");
  });

  it("stays inside of the dialog around it", async () => {
    render(
      <div role="dialog" aria-label="Order">
        <Number value={1} unit="count" origin={origin} />
      </div>,
    );
    await userEvent.click(screen.getByRole("button"));
    expect(screen.getByRole("dialog").contains(screen.getByRole("tooltip"))).toBe(true);
  });
});

describe("hovering", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("opens after a moment, and lets the pointer move onto the popover", () => {
    render(<Number value={1} unit="count" origin={origin} />);
    const button = screen.getByRole("button");
    fireEvent.pointerEnter(button, { pointerType: "mouse" });
    expect(screen.queryByRole("tooltip")).toBeNull();
    act(() => void vi.advanceTimersByTime(300));
    fireEvent.pointerLeave(button, { pointerType: "mouse" });
    fireEvent.pointerEnter(screen.getByRole("tooltip"));
    act(() => void vi.advanceTimersByTime(1000));
    fireEvent.pointerLeave(screen.getByRole("tooltip"));
    act(() => void vi.advanceTimersByTime(1000));
    expect(screen.queryByRole("tooltip")).toBeNull();
  });
});
