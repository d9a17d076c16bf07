import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { violations } from "./axe";
import { Scroll } from "./Scroll";

test("is a named region that the keyboard reaches", async () => {
  const { container } = render(
    <Scroll label="Alerts, newest first">
      <p>one</p>
    </Scroll>,
  );
  await userEvent.tab();
  expect(screen.getByRole("region", { name: "Alerts, newest first" })).toBe(document.activeElement);
  expect(await violations(container)).toEqual([]);
});
