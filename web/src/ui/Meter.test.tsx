import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { violations } from "./axe";
import { Meter } from "./Meter";

describe("Meter", () => {
  it.each([
    ["1000", "5000", "20", "20% used, 1,000.00 of 5,000.00 USD", "20% used"],
    ["-4000", "5000", "80", "80% used, −4,000.00 of 5,000.00 USD, near the limit", "▲ 80% used, near the limit"],
    ["5000", "5000", "100", "100% used, 5,000.00 of 5,000.00 USD, limit reached", "✕ 100% used, limit reached"],
    ["9000", "5000", "100", "180% used, 9,000.00 of 5,000.00 USD, limit reached", "✕ 180% used, limit reached"],
    ["0", "0", "0", "0% used, 0.00 of 0.00 USD", "0% used"],
    ["1", "0", "100", "over used, 1.00 of 0.00 USD, limit reached", "✕ over used, limit reached"],
  ])("shows %s of %s", async (value, ceiling, now, spoken, shown) => {
    const { container } = render(
      <Meter label="Gross" value={value} ceiling={ceiling} unit="currency" currency="USD" />,
    );
    const meter = screen.getByRole("meter", { name: "Gross" });
    expect(meter.getAttribute("aria-valuenow")).toBe(now);
    expect(meter.getAttribute("aria-valuetext")?.replaceAll(" USD of", " of")).toBe(spoken);
    expect(container.textContent).toContain(shown);
    expect(await violations(container)).toEqual([]);
  });

  it("says that there is no limit, or no value", () => {
    const { container, rerender } = render(<Meter label="Gross" value="1" ceiling={null} unit="count" />);
    expect(screen.queryByRole("meter")).toBeNull();
    expect(container.textContent).toContain("no limit set");
    rerender(<Meter label="Gross" value={null} ceiling="5" unit="count" />);
    expect(container.textContent).toContain("no value");
  });
});
