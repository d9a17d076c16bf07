import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { violations } from "./axe";
import { Select } from "./Select";

const OPTIONS = [
  { value: "day", label: "for the day" },
  { value: "gtc", label: "till cancelled" },
  { value: "ioc", label: "at once", disabled: true },
] as const;

it("gives the chosen value, typed as the options", async () => {
  const onChange = vi.fn<(value: "day" | "gtc" | "ioc") => void>();
  const { container } = render(
    <Select label="Time in force" value="day" onChange={onChange} options={OPTIONS} hint="Till when" />,
  );
  const select = screen.getByRole("combobox", { name: "Time in force" });
  await userEvent.selectOptions(select, "till cancelled");
  expect(onChange).toHaveBeenCalledExactlyOnceWith("gtc");
  await userEvent.selectOptions(select, "at once");
  expect(onChange).toHaveBeenCalledOnce();
  expect(document.getElementById(select.getAttribute("aria-describedby") ?? "")?.textContent).toBe("Till when");
  expect(await violations(container)).toEqual([]);
});

it("keeps its name when the label is hidden", () => {
  render(<Select label="Bar size" hideLabel value="day" onChange={() => {}} options={OPTIONS} disabled />);
  expect(screen.getByRole("combobox", { name: "Bar size" })).toHaveProperty("disabled", true);
});
