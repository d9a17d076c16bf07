const NAMES = ["ground", "panel", "line", "text", "dim", "accent", "up", "down", "warn", "danger"] as const;

export type Colour = (typeof NAMES)[number];
export type Colours = Readonly<Record<Colour, string>>;

/** The colours of the theme as they stand, for what is drawn on a canvas. */
export function readColours(): Colours {
  const style = getComputedStyle(document.documentElement);
  const read = (name: Colour): [Colour, string] => [name, style.getPropertyValue(`--${name}`).trim() || "#808080"];
  return Object.fromEntries(NAMES.map(read)) as Record<Colour, string>;
}

/** A colour of the theme (`#rrggbb`) with an opacity from 0 to 1. */
export function faded(colour: string, opacity: number): string {
  const byte = Math.round(Math.min(Math.max(opacity, 0), 1) * 255);
  return `${colour}${byte.toString(16).padStart(2, "0")}`;
}

/** Calls when the person or the system changes the theme; the density counts too, since text changes its size. */
export function onThemeChange(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme", "data-density"] });
  const system = window.matchMedia("(prefers-color-scheme: light)");
  system.addEventListener("change", listener);
  return () => {
    observer.disconnect();
    system.removeEventListener("change", listener);
  };
}
