import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { violations } from "./axe";
import { Empty } from "./Empty";
import { Panel } from "./Panel";
import type { Loading, Problem } from "./types";

const PROBLEM: Problem = { title: "No answer", detail: "risk is down", status: 503, requestId: "r-1" };

function loading(change: Partial<Loading>): Loading {
  return { isPending: false, problem: null, updatedAt: 0, retry: () => {}, ...change };
}

function Sample({ state, isEmpty = false }: { state?: Loading; isEmpty?: boolean }) {
  return (
    <Panel
      title="Limits"
      height={200}
      isEmpty={isEmpty}
      empty={<Empty title="No limits yet." />}
      {...(state ? { loading: state } : {})}
    >
      <p>Content</p>
    </Panel>
  );
}

describe("Panel", () => {
  it("is a region with its title and the time of its data", async () => {
    const { container } = render(
      <Panel title="Limits" id="limits" asOf={1_378_130_400_000_000_000} actions={<button type="button">Edit</button>}>
        <p>Content</p>
      </Panel>,
    );
    const region = screen.getByRole("region", { name: "Limits" });
    expect(region.id).toBe("limits");
    expect(region.textContent).toContain("as of 2013-09-02 14:00:00");
    expect(screen.getByRole("heading", { level: 2 }).textContent).toBe("Limits");
    expect(await violations(container)).toEqual([]);
  });

  it("holds its height while it waits, and says so", async () => {
    const { container } = render(<Sample state={loading({ isPending: true })} />);
    const region = screen.getByRole("region");
    expect(region.getAttribute("aria-busy")).toBe("true");
    expect(screen.queryByText("Content")).toBeNull();
    expect(region.querySelector<HTMLElement>("[style*='min-height: 200px']")).not.toBeNull();
    expect(await violations(container)).toEqual([]);
  });

  it("shows what went wrong, and asks again", async () => {
    const retry = vi.fn<() => void>();
    render(<Sample state={loading({ problem: PROBLEM, retry })} />);
    expect(screen.queryByText("Content")).toBeNull();
    expect(screen.getByRole("status").textContent).toContain("risk is down");
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(retry).toHaveBeenCalledOnce();
  });

  it("keeps stale content in sight, with its age", () => {
    render(<Sample state={loading({ problem: PROBLEM, updatedAt: Date.now() - 75_000 })} />);
    expect(screen.getByText("Content")).toBeTruthy();
    expect(screen.getByRole("status").textContent).toMatch(/showing data from 1 min 1\d s ago/);
  });

  it("keeps content while it loads again", () => {
    render(<Sample state={loading({ isPending: true, updatedAt: Date.now() })} />);
    expect(screen.getByText("Content")).toBeTruthy();
    expect(screen.getByRole("region").getAttribute("aria-busy")).toBe("false");
  });

  it("shows the empty state only when there was an answer", () => {
    const { rerender } = render(<Sample isEmpty state={loading({ updatedAt: 1 })} />);
    expect(screen.getByText("No limits yet.")).toBeTruthy();
    rerender(<Sample isEmpty state={loading({ problem: PROBLEM })} />);
    expect(screen.queryByText("No limits yet.")).toBeNull();
  });
});
