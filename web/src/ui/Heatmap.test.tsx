import { fireEvent, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it } from "vitest";
import { violations } from "./axe";
import { Heatmap } from "./Heatmap";

const ROWS = ["SPY", "IBM"];
const COLUMNS = ["SPY", "IBM", "GE"];
const VALUES = [
  [1, -0.5, 0],
  [null, 0.25, -1],
];

function Sample() {
  return <Heatmap label="Correlations" rows={ROWS} columns={COLUMNS} values={VALUES} unit="ratio" />;
}

it("names the cell that keys move to", async () => {
  const { container } = render(<Sample />);
  screen.getByRole("application").focus();
  await userEvent.keyboard("{ArrowDown}");
  expect(screen.getByRole("status").textContent).toBe("SPY · SPY: 1.00");
  await userEvent.keyboard("{ArrowRight}{ArrowRight}{ArrowRight}{ArrowDown}");
  expect(screen.getByRole("status").textContent).toBe("IBM · GE: −1.00");
  await userEvent.keyboard("{ArrowLeft}{ArrowLeft}");
  expect(screen.getByRole("status").textContent).toBe("IBM · SPY: –");
  expect(await violations(container)).toEqual([]);
  await userEvent.keyboard("{Escape}");
  expect(screen.getByRole("status").textContent).toBe("");
});

it("stands as a table behind the toggle", async () => {
  const { container } = render(<Sample />);
  await userEvent.click(screen.getByRole("button", { name: "Table of Correlations" }));
  const rows = within(screen.getByRole("table")).getAllByRole("row");
  expect(
    rows.map((row) =>
      within(row)
        .queryAllByRole("cell")
        .map((cell) => cell.textContent),
    ),
  ).toEqual([[], ["SPY", "1.00", "−0.50", "0.00"], ["IBM", "–no value", "0.25", "−1.00"]]);
  expect(await violations(container)).toEqual([]);
});

it("says that there is nothing", () => {
  render(<Heatmap label="Correlations" rows={[]} columns={[]} values={[]} unit="ratio" />);
  expect(screen.getByText("No values yet.")).toBeTruthy();
  expect(screen.getByRole("figure").textContent).toContain("Correlations: no values.");
});

it("keeps the cell that a finger tapped, and forgets the one that a pointer left", () => {
  render(<Sample />);
  const picture = screen.getByRole("application");
  picture.focus();
  fireEvent.keyDown(picture, { key: "ArrowDown" });
  fireEvent.pointerLeave(picture, { pointerType: "touch" });
  expect(screen.getByRole("status").textContent).toBe("SPY · SPY: 1.00");
  fireEvent.pointerLeave(picture, { pointerType: "mouse" });
  expect(screen.getByRole("status").textContent).toBe("");
});
