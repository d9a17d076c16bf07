import { render } from "@testing-library/react";
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

// The whole page at once, on a machine that may be busy.
it("shows every piece, at an address that its list names, and says that it shows samples", { timeout: 60_000 }, () => {
  const { container } = render(<Kit />);
  const titles = [...container.querySelectorAll("h2")].map((heading) => heading.textContent);
  const pieces = FILES.filter((name) => !name.endsWith(".test") && !PARTS.has(name));
  expect(pieces.length).toBeGreaterThan(20);
  for (const name of pieces) {
    expect(titles.some((title) => title.split(" and ").includes(name))).toBe(true);
  }
  const links = [...container.querySelectorAll<HTMLAnchorElement>("nav[aria-label=Pieces] a")];
  const groups = [...container.querySelectorAll("section[aria-labelledby]")].filter(({ id }) => id);
  expect(links.map((link) => link.hash.slice(1))).toEqual(groups.map(({ id }) => id));
  expect(container.textContent).toContain("What they show here is sample input");
});
