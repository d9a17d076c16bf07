import { fireEvent, render, screen } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { Slider } from "./Slider";

const CHANGES = ["2014-04-30", "2014-05-29", "2014-06-25"];

it("goes from change to change, and to now at its end", () => {
  const onChange = vi.fn<(asOf: string | undefined) => void>();
  render(<Slider changes={CHANGES} asOf="2014-05-30" onChange={onChange} />);
  const slider = screen.getByRole<HTMLInputElement>("slider", { name: "As of" });
  expect(slider.value).toBe("1");
  expect(slider.getAttribute("aria-valuetext")).toBe("end of 2014-05-30, UTC");
  fireEvent.change(slider, { target: { value: "0" } });
  expect(onChange).toHaveBeenLastCalledWith("2014-04-30");
  fireEvent.change(slider, { target: { value: "3" } });
  expect(onChange).toHaveBeenLastCalledWith(undefined);
  fireEvent.click(screen.getByRole("button", { name: "The change after" }));
  expect(onChange).toHaveBeenLastCalledWith("2014-06-25");
  fireEvent.change(screen.getByLabelText("Day to read as of"), { target: { value: "2014-05-01" } });
  expect(onChange).toHaveBeenLastCalledWith("2014-05-01");
});

it("has nowhere to go without changes", () => {
  render(<Slider changes={[]} asOf={undefined} onChange={() => undefined} />);
  expect(screen.getByRole<HTMLInputElement>("slider").disabled).toBe(true);
  expect(screen.getByRole("button", { name: "Now" }).getAttribute("aria-pressed")).toBe("true");
});
