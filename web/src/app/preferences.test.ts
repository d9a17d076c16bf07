import { afterEach, beforeEach, expect, test, vi } from "vitest";

beforeEach(() => vi.resetModules());
afterEach(() => {
  localStorage.clear();
  vi.restoreAllMocks();
  delete document.documentElement.dataset["theme"];
  delete document.documentElement.dataset["density"];
});

function refuse(): never {
  throw new DOMException("refused", "SecurityError");
}

const load = () => import("./preferences");

test("a choice is kept on this machine and shown by <html>; the default leaves no trace", async () => {
  const { theme } = await load();
  expect(theme.get()).toBe("system");
  theme.set("light");
  expect(document.documentElement.dataset["theme"]).toBe("light");
  expect(localStorage.getItem("nautilus.theme")).toBe("light");
  theme.set("system");
  expect(document.documentElement.dataset["theme"]).toBe(undefined);
  expect(localStorage.getItem("nautilus.theme")).toBe(null);
});

test("what was chosen before is there again; what is no choice is not taken", async () => {
  localStorage.setItem("nautilus.theme", "dark");
  localStorage.setItem("nautilus.density", "enormous");
  const { density, theme } = await load();
  expect(theme.get()).toBe("dark");
  expect(density.get()).toBe("compact");
});

test("without storage a choice holds until the page is closed", async () => {
  vi.spyOn(Storage.prototype, "getItem").mockImplementation(refuse);
  vi.spyOn(Storage.prototype, "setItem").mockImplementation(refuse);
  const { density } = await load();
  density.set("comfortable");
  expect(density.get()).toBe("comfortable");
  expect(document.documentElement.dataset["density"]).toBe("comfortable");
});
