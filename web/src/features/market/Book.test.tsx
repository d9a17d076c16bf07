import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { Book } from "./Book";
import type { Place } from "./useBars";

const QUOTE = {
  instrument_id: "ES.XCME",
  bid: "1640.00",
  ask: "1640.50",
  size: "7",
  derived: true,
  spread_ticks: 2,
  rule: "half the assumed spread below and above the price of the last trade",
  run: 4,
  sequence: 12,
  ts_event: 1_378_096_941_171_000_000,
};

afterEach(() => {
  vi.unstubAllGlobals();
});

function show(place: Partial<Place>, hasBegun = true) {
  const asked = vi.fn<(request: Request) => Promise<Response>>(async () => Response.json(QUOTE));
  vi.stubGlobal("fetch", asked);
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Book
        place={{ run: 4, instrumentId: "ES.XCME", base: 60, isNewest: true, isMoving: false, ...place }}
        currency="USD"
        precision={2}
        tick="0.25"
        hasBegun={hasBegun}
      />
    </QueryClientProvider>,
  );
  return asked;
}

it("shows what was derived, says that it was, from what, and how wide", async () => {
  show({});
  expect(await screen.findByText("derived, not quoted")).toBeDefined();
  const rows = screen.getAllByRole("row").map((row) => row.textContent);
  expect(rows[1]).toContain("1,640.50");
  expect(rows[2]).toContain("1,640.00");
  expect(screen.getByText("2 ticks of 0.25 USD")).toBeDefined();
  expect(document.body.textContent).toContain(`No source has quotes: ${QUOTE.rule}.`);
});

it("does not show the quote of another run", async () => {
  show({ run: 5 });
  expect(await screen.findByText("No quote yet.")).toBeDefined();
  expect(screen.queryByText("derived, not quoted")).toBeNull();
});

it("asks for nothing where there can be nothing", () => {
  expect(show({ isNewest: false })).not.toHaveBeenCalled();
  expect(screen.getByText("No book of run 4.")).toBeDefined();
});

it("does not ask before the first record", () => {
  expect(show({}, false)).not.toHaveBeenCalled();
  expect(screen.getByText("No quote yet.")).toBeDefined();
});
