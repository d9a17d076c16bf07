import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import Kit from ".";

/** Every component file of `ui/` that a page may use; the kit has to show each. */
const FILES = Object.keys(import.meta.glob("/src/ui/*.tsx")).map((path) => path.replace(/^.*\/(.*)\.tsx$/, "$1"));
const PARTS = new Set([
  "ChartFrame",
  "ColumnChooser",
  "OriginPopover",
  "PriceLegend",
  "PriceTable",
  "Scroll",
  "TableBody",
  "TableHead",
  "TableRow",
]);

it("shows every piece, at an address that its list names", () => {
  render(<Kit />);
  const titles = screen.getAllByRole("heading", { level: 2 }).map((heading) => heading.textContent);
  const pieces = FILES.filter((name) => !name.endsWith(".test") && !PARTS.has(name));
  expect(pieces.length).toBeGreaterThan(20);
  for (const name of pieces) {
    expect(titles.some((title) => title.split(" and ").includes(name))).toBe(true);
  }
  const links = screen.getByRole("navigation", { name: "Pieces" }).querySelectorAll("a");
  for (const link of links) {
    expect(document.getElementById(link.hash.slice(1))).not.toBeNull();
  }
});

it("says that it shows samples", () => {
  render(<Kit />);
  expect(screen.getByText(/What they show here is sample input/)).toBeTruthy();
});
