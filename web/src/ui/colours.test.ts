import { afterEach, expect, it, vi } from "vitest";
import { faded, onThemeChange, readColours } from "./colours";

afterEach(() => {
  document.documentElement.removeAttribute("style");
  delete document.documentElement.dataset.theme;
});

it("reads the theme as it stands", () => {
  document.documentElement.style.setProperty("--up", " #0a5cc2 ");
  expect(readColours().up).toBe("#0a5cc2");
  document.documentElement.style.setProperty("--up", "#58a6ff");
  expect(readColours().up).toBe("#58a6ff");
});

it.each([
  [0, "#0a5cc200"],
  [0.5, "#0a5cc280"],
  [1, "#0a5cc2ff"],
  [7, "#0a5cc2ff"],
])("fades to %s", (opacity, colour) => {
  expect(faded("#0a5cc2", opacity)).toBe(colour);
});

it("tells of another theme until it is forgotten", async () => {
  const listener = vi.fn<() => void>();
  const forget = onThemeChange(listener);
  document.documentElement.dataset.theme = "light";
  await expect.poll(() => listener.mock.calls.length).toBe(1);
  forget();
  document.documentElement.dataset.theme = "dark";
  await new Promise((done) => {
    setTimeout(done, 20);
  });
  expect(listener).toHaveBeenCalledOnce();
});
