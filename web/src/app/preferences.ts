/** Theme and density, as the person wants them on this machine. `public/theme.js` sets them before the first paint. */
import { cell, type Cell } from "@/api/cell";

export const THEMES = ["system", "dark", "light"] as const;
export type Theme = (typeof THEMES)[number];
export const DENSITIES = ["compact", "comfortable"] as const;
export type Density = (typeof DENSITIES)[number];

export const theme = preference<Theme>("theme", THEMES);
export const density = preference<Density>("density", DENSITIES);

/** The first value is the default: nothing is stored for it, and `<html>` has no attribute. */
function preference<T extends string>(name: string, values: readonly [T, ...T[]]): Cell<T> {
  const stored = read(`nautilus.${name}`);
  const chosen = cell<T>(values.find((value) => value === stored) ?? values[0]);
  chosen.subscribe(() => {
    const value = chosen.get();
    const isDefault = value === values[0];
    write(`nautilus.${name}`, isDefault ? null : value);
    if (isDefault) delete document.documentElement.dataset[name];
    else document.documentElement.dataset[name] = value;
  });
  return chosen;
}

/** A browser may refuse storage; then a choice holds until the page is closed. */
function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    return; // see above
  }
}
