import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { violations } from "./axe";
import { Sparkline } from "./Sparkline";

function points(): number[][] {
  const text = document.querySelector("polyline")?.getAttribute("points") ?? "";
  return text.split(" ").map((pair) => pair.split(",").map(Number));
}

it("draws from the least at the bottom to the most at the top, over the whole width", async () => {
  const { container } = render(<Sparkline values={[1, 5, 3]} label="Equity" width={100} height={20} />);
  expect(points()).toEqual([
    [2, 18],
    [50, 2],
    [98, 10],
  ]);
  expect(screen.getByRole("img", { name: "Equity: rising over 3 points" })).toBeTruthy();
  expect(await violations(container)).toEqual([]);
});

it("is flat in the middle when nothing moves", () => {
  render(<Sparkline values={[7, 7]} label="Orders" width={100} height={20} />);
  expect(points().map(([, y]) => y)).toEqual([10, 10]);
  expect(screen.getByRole("img").getAttribute("aria-label")).toBe("Orders: unchanged over 2 points");
});

it("leaves out what is no number, and says when there is nothing to draw", () => {
  const { rerender } = render(<Sparkline values={[2, NaN, 1]} label="Orders" />);
  expect(points()).toHaveLength(2);
  rerender(<Sparkline values={[NaN, 1]} label="Orders" />);
  expect(screen.getByRole("img").getAttribute("aria-label")).toBe("Orders: too few points");
});
