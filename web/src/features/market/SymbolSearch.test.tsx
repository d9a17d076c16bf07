import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { SymbolSearch } from "./SymbolSearch";

const symbols = [
  { instrument_id: "AAPL.XNAS", kind: "EQUITY", description: "Apple Inc." },
  { instrument_id: "AMZN.XNAS", kind: "EQUITY", description: "Amazon.com Inc." },
  { instrument_id: "ES.XCME", kind: "FUTURE", description: "E-mini S&P 500 future" },
];

function show() {
  const onChoose = vi.fn<(id: string) => void>();
  const played = new Set(["AAPL.XNAS", "AMZN.XNAS"]);
  render(<SymbolSearch symbols={symbols} played={played} value="AAPL.XNAS" onChoose={onChoose} />);
  return { onChoose, input: screen.getByRole("combobox", { name: "Symbol" }), user: userEvent.setup() };
}

it("chooses with arrows and Enter", async () => {
  const { onChoose, input, user } = show();
  await user.type(input, "a");
  const options = screen.getAllByRole("option");
  expect(options.map((option) => option.textContent)).toEqual([
    expect.stringContaining("AAPL"),
    expect.stringContaining("AMZN"),
  ]);
  await user.keyboard("{ArrowDown}");
  expect(input.getAttribute("aria-activedescendant")).toBe(options[1]?.id);
  await user.keyboard("{Enter}");
  expect(onChoose).toHaveBeenCalledExactlyOnceWith("AMZN.XNAS");
  expect(input).toHaveProperty("value", "AAPL.XNAS");
});

it("goes around at the ends", async () => {
  const { input, user } = show();
  await user.click(input);
  await user.keyboard("{ArrowUp}");
  expect(input.getAttribute("aria-activedescendant")).toContain("ES.XCME");
});

it("chooses by pointer without losing the input's focus before", async () => {
  const { onChoose, input, user } = show();
  await user.type(input, "mini");
  await user.click(screen.getByRole("option"));
  expect(onChoose).toHaveBeenCalledExactlyOnceWith("ES.XCME");
});

it("leaves everything as it was on Escape", async () => {
  const { onChoose, input, user } = show();
  await user.type(input, "amz");
  await user.keyboard("{Escape}");
  expect(screen.queryByRole("option")).toBeNull();
  expect(input).toHaveProperty("value", "AAPL.XNAS");
  expect(onChoose).not.toHaveBeenCalled();
});

it("says what is not in the run, and when nothing fits", async () => {
  const { input, user } = show();
  await user.type(input, "es.x");
  expect(screen.getByRole("option").textContent).toContain("not in this run");
  await user.clear(input);
  await user.type(input, "zzz");
  expect(screen.getByRole("status").textContent).toBe("No instrument of the store fits.");
  await user.keyboard("{Enter}");
  expect(screen.queryByRole("option")).toBeNull();
});
