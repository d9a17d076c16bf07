import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";
import { violations } from "./axe";
import { Series, type SeriesLine } from "./Series";

/** The library needs a canvas, which only a browser has; here stands what it was asked for. */
const done = vi.hoisted(() => [] as string[]);

vi.mock("./seriesCanvas", () => ({
  createSeriesCanvas: (_host: HTMLElement, onCursor: (row: number | null) => void) => ({
    draw: ({ times }: { times: number[] }) => void done.push(`draw ${times.length}`),
    point: onCursor,
    fit: () => void done.push("fit"),
    recolour: () => void done.push("recolour"),
    destroy: () => void done.push("destroy"),
  }),
}));

const LINES: SeriesLine[] = [
  {
    name: "Equity",
    unit: "currency",
    points: [
      { ns: 0, value: 5 },
      { ns: 60e9, value: 7 },
    ],
  },
  { name: "Drawdown", unit: "fraction", points: [{ ns: 60e9, value: -0.01 }] },
];

beforeEach(() => void done.splice(0));

async function show(series: readonly SeriesLine[] = LINES) {
  const view = render(<Series label="Account" series={series} />);
  await expect.poll(() => screen.getByRole("figure").getAttribute("aria-busy")).toBe("false");
  return view;
}

it("is a figure in words, with the newest values as its legend", async () => {
  const { container } = await show();
  const text = screen.getByRole("figure", { name: "Account" }).textContent;
  expect(text).toContain("1970-01-01 00:01:00 UTC");
  expect(text).toContain("Equity 7.00");
  expect(text).toContain("Drawdown −1.00%");
  expect(done).toEqual(["draw 2"]);
  expect(await violations(container)).toEqual([]);
});

it("moves its cursor by keys and says what is there", async () => {
  await show();
  screen.getByRole("application").focus();
  await userEvent.keyboard("{ArrowLeft}{ArrowLeft}");
  expect(screen.getByRole("status").textContent).toBe("1970-01-01 00:00:00 Equity 5.00, Drawdown –");
  await userEvent.keyboard("{Escape}");
  expect(screen.getByRole("status").textContent).toBe("");
});

it("stands as a table behind the toggle, newest first", async () => {
  const { container } = await show();
  await userEvent.click(screen.getByRole("button", { name: "Table of Account" }));
  const rows = within(screen.getByRole("table", { name: "Account" })).getAllByRole("row");
  expect(
    rows.map((row) =>
      within(row)
        .queryAllByRole("cell")
        .map((cell) => cell.textContent),
    ),
  ).toEqual([[], ["1970-01-01 00:01:00.000", "7.00", "−1.00%"], ["1970-01-01 00:00:00.000", "5.00", "–no value"]]);
  expect(await violations(container)).toEqual([]);
});

it("says that there is nothing, and goes with its page", async () => {
  const { unmount } = await show([]);
  expect(screen.getByText("No points yet.")).toBeTruthy();
  unmount();
  expect(done[done.length - 1]).toBe("destroy");
});
