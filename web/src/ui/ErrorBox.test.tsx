import { act, render, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { violations } from "./axe";
import { ErrorBox } from "./ErrorBox";

afterEach(() => void vi.useRealTimers());

describe("ErrorBox", () => {
  it("says cause, status and request id", async () => {
    const { container } = render(
      <ErrorBox problem={{ title: "Refused", detail: "The limit is lower.", status: 409, requestId: "r-9" }} />,
    );
    const text = screen.getByRole("status").textContent;
    for (const part of ["Refused", "The limit is lower.", "HTTP 409", "r-9"]) expect(text).toContain(part);
    expect(screen.queryByRole("button")).toBeNull();
    expect(await violations(container)).toEqual([]);
  });

  it("says that there was no answer at all", () => {
    render(<ErrorBox problem={{ title: "Unreachable", detail: "", status: 0, requestId: "" }} />);
    expect(screen.getByRole("status").textContent).toContain("No answer");
    expect(screen.getByRole("status").textContent).not.toContain("request");
  });

  it("counts the age of what is shown, and stops with the box", () => {
    vi.useFakeTimers({ now: 1_000_000 });
    const problem = { title: "Refused", detail: "", status: 500, requestId: "" };
    const { unmount } = render(<ErrorBox problem={problem} staleSince={995_000} />);
    expect(screen.getByRole("status").textContent).toContain("5 s ago");
    act(() => void vi.advanceTimersByTime(3000));
    expect(screen.getByRole("status").textContent).toContain("8 s ago");
    unmount();
    expect(vi.getTimerCount()).toBe(0);
  });
});
