import { render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { Panel } from "./Panel";
import type { Loading } from "./types";

const retry = vi.fn<() => void>();
const loading = (change: Partial<Loading>): Loading => ({
  isPending: false,
  problem: null,
  updatedAt: 0,
  retry,
  ...change,
});
const down = { title: "Service unavailable", detail: "portfolio does not answer", status: 503, requestId: "r-9" };

const panel = (state: Loading) => (
  <Panel title="Account" loading={state} isEmpty={false}>
    content
  </Panel>
);

test("a problem stands while it is asked again, until there is an answer", () => {
  const { rerender } = render(panel(loading({ isPending: true })));
  expect(screen.getByText("Loading")).toBeTruthy();
  rerender(panel(loading({ problem: down })));
  expect(screen.getByText("r-9")).toBeTruthy();
  expect(screen.queryByText("content")).toBeNull();
  rerender(panel(loading({ isPending: true })));
  expect(screen.getByText("r-9")).toBeTruthy();
  expect(screen.queryByText("Loading")).toBeNull();
  rerender(panel(loading({ updatedAt: 5 })));
  expect(screen.queryByText("r-9")).toBeNull();
  expect(screen.getByText("content")).toBeTruthy();
});

test("what was known stays in sight with its age when asking fails", () => {
  render(panel(loading({ problem: down, updatedAt: Date.now() - 65_000 })));
  expect(screen.getByText("content")).toBeTruthy();
  expect(screen.getByText(/showing data from 1 min 05 s ago/)).toBeTruthy();
});
