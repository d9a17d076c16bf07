import { fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { listenForKeys, useKeys, type Keys } from "./keys";

function Claim({ keys, children }: { keys: Keys; children?: React.ReactNode }) {
  useKeys(keys);
  return <>{children}</>;
}

let stop: () => void = () => undefined;
beforeEach(() => {
  stop = listenForKeys();
});
afterEach(() => stop());

const press = (key: string, more: KeyboardEventInit = {}, target: Element = document.body) =>
  fireEvent.keyDown(target, { key, ...more });

test("a key, two in a row, and one with Control or ⌘ do what is claimed", () => {
  const does = { dot: vi.fn<() => void>(), market: vi.fn<() => void>(), palette: vi.fn<() => void>() };
  render(<Claim keys={{ ".": does.dot, "g m": does.market, "mod+k": does.palette }} />);
  press(".");
  press("g");
  press("m");
  press("k", { ctrlKey: true });
  press("K", { metaKey: true });
  expect(does.dot).toHaveBeenCalledTimes(1);
  expect(does.market).toHaveBeenCalledTimes(1);
  expect(does.palette).toHaveBeenCalledTimes(2);
});

test("the second key alone, too late, or held does nothing", () => {
  const market = vi.fn<() => void>();
  render(<Claim keys={{ "g m": market }} />);
  press("m");
  const late = new KeyboardEvent("keydown", { key: "m", bubbles: true });
  press("g");
  Object.defineProperty(late, "timeStamp", { value: performance.now() + 1_500 });
  document.body.dispatchEvent(late);
  press("g");
  press("m", { repeat: true });
  expect(market).not.toHaveBeenCalled();
});

test("while someone types, keys are letters; with Control they are keys all the same", () => {
  const does = { dot: vi.fn<() => void>(), palette: vi.fn<() => void>() };
  render(
    <Claim keys={{ ".": does.dot, "mod+k": does.palette }}>
      <input aria-label="Price" />
      <textarea aria-label="Reason" />
      <select aria-label="Side" />
      <input type="checkbox" aria-label="Open" />
    </Claim>,
  );
  for (const name of ["Price", "Reason", "Side"]) press(".", {}, screen.getByLabelText(name));
  expect(does.dot).not.toHaveBeenCalled();
  press("k", { ctrlKey: true }, screen.getByLabelText("Price"));
  expect(does.palette).toHaveBeenCalledTimes(1);
  press(".", {}, screen.getByLabelText("Open"));
  expect(does.dot).toHaveBeenCalledTimes(1);
});

test("an open dialog has the keys to itself", () => {
  const dot = vi.fn<() => void>();
  render(
    <Claim keys={{ ".": dot }}>
      <div role="dialog" data-state="open" />
    </Claim>,
  );
  press(".");
  expect(dot).not.toHaveBeenCalled();
});

test("what came later is asked first, and gives its keys back when it goes", () => {
  const shell = vi.fn<() => void>();
  const page = vi.fn<() => void>();
  render(<Claim keys={{ "/": shell }} />);
  const { unmount } = render(<Claim keys={{ "/": page }} />);
  press("/");
  expect([shell.mock.calls.length, page.mock.calls.length]).toEqual([0, 1]);
  unmount();
  press("/");
  expect([shell.mock.calls.length, page.mock.calls.length]).toEqual([1, 1]);
});
