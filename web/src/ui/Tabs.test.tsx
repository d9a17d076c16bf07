import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it } from "vitest";
import { violations } from "./axe";
import { Tabs } from "./Tabs";

const TABS = [
  { id: "orders", label: "Orders" },
  { id: "fills", label: "Fills" },
  { id: "positions", label: "Positions" },
] as const;

function Blotter({ hasPanel = true }: { hasPanel?: boolean }) {
  const [tab, setTab] = useState<(typeof TABS)[number]["id"]>("orders");
  return (
    <Tabs label="Blotter" value={tab} onChange={setTab} tabs={TABS}>
      {hasPanel ? <p>The {tab}</p> : undefined}
    </Tabs>
  );
}

it("has one stop; arrows, Home and End choose and move the focus", async () => {
  const { container } = render(<Blotter />);
  await userEvent.tab();
  expect(document.activeElement?.textContent).toBe("Orders");
  await userEvent.keyboard("{ArrowRight}");
  expect(document.activeElement?.textContent).toBe("Fills");
  expect(screen.getByRole("tab", { selected: true }).textContent).toBe("Fills");
  await userEvent.keyboard("{End}{ArrowRight}");
  expect(document.activeElement?.textContent).toBe("Orders");
  await userEvent.keyboard("{ArrowLeft}");
  expect(screen.getByRole("tabpanel", { name: "Positions" }).textContent).toBe("The positions");
  await userEvent.keyboard("{Home}");
  expect(screen.getAllByRole("tab").map((tab) => tab.tabIndex)).toEqual([0, -1, -1]);
  expect(await violations(container)).toEqual([]);
});

it("is chosen by a click, and needs no panel of its own", async () => {
  const { container } = render(<Blotter hasPanel={false} />);
  await userEvent.click(screen.getByRole("tab", { name: "Fills" }));
  expect(screen.getByRole("tab", { selected: true }).textContent).toBe("Fills");
  expect(screen.queryByRole("tabpanel")).toBeNull();
  expect(await violations(container)).toEqual([]);
});
