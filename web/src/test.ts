import { cleanup } from "@testing-library/react";
import { afterEach, vi } from "vitest";

// What takes a second on a quiet machine takes several when everything runs at once.
vi.setConfig({ testTimeout: 30_000 });

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});
