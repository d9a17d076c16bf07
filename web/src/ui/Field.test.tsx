import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { violations } from "./axe";
import { Field } from "./Field";

function description(input: HTMLElement): string {
  const ids = input.getAttribute("aria-describedby")?.split(" ") ?? [];
  return ids.map((id) => document.getElementById(id)?.textContent).join(" | ");
}

it("is read with its unit, hint and error", async () => {
  const onChange = vi.fn<(event: { target: { value: string } }) => void>();
  const { container } = render(
    <Field label="Price" unit="USD" hint="In steps of 0.25" error="Not a step" onChange={onChange} />,
  );
  const input = screen.getByRole("textbox", { name: "Price" });
  expect(description(input)).toBe("USD | In steps of 0.25 | ✕ Not a step");
  expect(input.getAttribute("aria-invalid")).toBe("true");
  await userEvent.type(input, "1");
  expect(onChange).toHaveBeenCalledOnce();
  expect(await violations(container)).toEqual([]);
});

it("is valid and undescribed without them", () => {
  render(<Field label="Price" id="price" />);
  const input = screen.getByRole("textbox", { name: "Price" });
  expect(input.id).toBe("price");
  expect(input.getAttribute("aria-describedby")).toBeNull();
  expect(input.getAttribute("aria-invalid")).toBeNull();
});
