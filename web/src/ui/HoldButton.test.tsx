import { act, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { violations } from "./axe";
import { HoldButton } from "./HoldButton";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function wait(milliseconds: number): void {
  act(() => void vi.advanceTimersByTime(milliseconds));
}

function button(): HTMLElement {
  return screen.getByRole("button");
}

function setUp(disabled = false) {
  const onHeld = vi.fn<() => void>();
  const view = render(<HoldButton label="Stop all trading" onHeld={onHeld} disabled={disabled} />);
  return { onHeld, ...view };
}

describe.each([
  ["pointer", () => fireEvent.pointerDown(button(), { button: 0 }), () => fireEvent.pointerUp(button())],
  ["Space", () => fireEvent.keyDown(button(), { key: " " }), () => fireEvent.keyUp(button(), { key: " " })],
  ["Enter", () => fireEvent.keyDown(button(), { key: "Enter" }), () => fireEvent.keyUp(button(), { key: "Enter" })],
])("held by %s", (_, down, up) => {
  it("acts once after the time, not again while still held", () => {
    const { onHeld } = setUp();
    down();
    wait(1900);
    expect(onHeld).not.toHaveBeenCalled();
    wait(200);
    expect(onHeld).toHaveBeenCalledOnce();
    wait(10_000);
    up();
    wait(10_000);
    expect(onHeld).toHaveBeenCalledOnce();
    expect(screen.getByRole("status").textContent).toBe("");
  });

  it("is cancelled by letting go, and begins anew after that", () => {
    const { onHeld } = setUp();
    down();
    wait(1900);
    up();
    wait(5000);
    expect(onHeld).not.toHaveBeenCalled();
    expect(screen.getByRole("status").textContent).toContain("Cancelled");
    down();
    wait(1900);
    expect(onHeld).not.toHaveBeenCalled();
    wait(200);
    expect(onHeld).toHaveBeenCalledOnce();
  });

  it.each([
    ["blur", () => fireEvent.blur(button())],
    ["a pointer that leaves", () => fireEvent.pointerLeave(button())],
    ["a cancelled touch", () => fireEvent.pointerCancel(button())],
    ["Escape", () => fireEvent.keyDown(button(), { key: "Escape" })],
  ])("is cancelled by %s", (_name, cancel) => {
    const { onHeld } = setUp();
    down();
    wait(1000);
    cancel();
    wait(5000);
    expect(onHeld).not.toHaveBeenCalled();
  });
});

describe("HoldButton", () => {
  it("ignores the repeats of a held key and other buttons of the pointer", () => {
    const { onHeld } = setUp();
    fireEvent.keyDown(button(), { key: " ", repeat: true });
    fireEvent.pointerDown(button(), { button: 2 });
    fireEvent.click(button());
    wait(5000);
    expect(onHeld).not.toHaveBeenCalled();
    fireEvent.keyDown(button(), { key: " " });
    wait(1000);
    fireEvent.keyDown(button(), { key: " ", repeat: true });
    wait(1100);
    expect(onHeld).toHaveBeenCalledOnce();
    fireEvent.keyDown(button(), { key: " ", repeat: true });
    wait(5000);
    expect(onHeld).toHaveBeenCalledOnce();
  });

  it("does not act when it was disabled meanwhile", () => {
    const { onHeld, rerender } = setUp();
    fireEvent.pointerDown(button(), { button: 0 });
    wait(1000);
    rerender(<HoldButton label="Stop all trading" onHeld={onHeld} disabled />);
    wait(5000);
    expect(onHeld).not.toHaveBeenCalled();
  });

  it("stops with its page", () => {
    const { onHeld, unmount } = setUp();
    fireEvent.pointerDown(button(), { button: 0 });
    unmount();
    wait(5000);
    expect(onHeld).not.toHaveBeenCalled();
  });

  it("shows the time that is left, as text too", () => {
    setUp();
    expect(button().textContent).toContain("hold 2 s");
    fireEvent.pointerDown(button(), { button: 0 });
    wait(500);
    expect(button().textContent).toContain("1.5 s left");
    expect(screen.getByRole("status").textContent).toBe("Keep holding.");
  });

  it("is described by what will happen", async () => {
    vi.useRealTimers();
    const { container } = render(
      <>
        <p id="what">Cancels 3 orders.</p>
        <HoldButton label="Stop" describedBy="what" onHeld={() => {}} seconds={3} />
      </>,
    );
    expect(button().getAttribute("aria-describedby")?.split(" ")).toContain("what");
    expect(await violations(container)).toEqual([]);
  });
});
