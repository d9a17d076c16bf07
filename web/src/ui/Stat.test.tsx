import { render, screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { violations } from "./axe";
import { Stat } from "./Stat";
import type { Origin } from "./types";

const ORIGIN: Origin = { description: "Result of the run", source: "portfolio /account", asOf: null };

it("has its name, value, course, and its tone in a word", async () => {
  const { container } = render(
    <Stat
      label="Result"
      value="-12.5"
      unit="currency"
      currency="USD"
      signed
      tone="down"
      spark={[3, 2]}
      origin={ORIGIN}
    />,
  );
  const group = screen.getByRole("group", { name: "Result" });
  expect(group.textContent).toContain("−12.50 USD");
  expect(group.textContent).toContain("▼down");
  expect(screen.getByRole("img", { name: "Result: falling over 2 points" })).toBeTruthy();
  expect(screen.getByRole("button", { name: "−12.50 USD" })).toBeTruthy();
  expect(await violations(container)).toEqual([]);
});

it("says why there is no value, and draws nothing that it does not have", async () => {
  const { container } = render(
    <Stat label="Shortfall" value={null} unit="currency" origin={ORIGIN} reason="too few days" />,
  );
  expect(screen.getByRole("group").textContent).toContain("no value: too few days");
  expect(screen.getByText("too few days")).toBeTruthy();
  expect(screen.queryByRole("img")).toBeNull();
  expect(await violations(container)).toEqual([]);
});
