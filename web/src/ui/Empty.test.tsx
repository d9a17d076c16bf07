import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { violations } from "./axe";
import { Empty } from "./Empty";

it("names the next step and copies its command", async () => {
  const user = userEvent.setup();
  const { container } = render(
    <Empty title="No replay has run." command="nautilus replay start">
      Start one.
    </Empty>,
  );
  expect(screen.getByText("Start one.")).toBeTruthy();
  await user.click(screen.getByRole("button", { name: "Copy the command" }));
  expect(await navigator.clipboard.readText()).toBe("nautilus replay start");
  expect(screen.getByRole("status").textContent).toBe("Copied");
  expect(await violations(container)).toEqual([]);
});

it("says what to do where copying is not allowed", async () => {
  const user = userEvent.setup();
  vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new DOMException("denied", "NotAllowedError"));
  render(<Empty title="Nothing." command="nautilus up" />);
  await user.click(screen.getByRole("button", { name: "Copy the command" }));
  await expect.poll(() => screen.getByRole("status").textContent).toBe("Select the text to copy it");
  vi.restoreAllMocks();
});

it("has no button without a command", () => {
  render(<Empty title="Nothing." />);
  expect(screen.queryByRole("button")).toBeNull();
});
