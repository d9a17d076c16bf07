import type { Colour } from "./colours";

/** Lines differ by colour and by dash. */
export const STROKES: readonly { colour: Colour; dash: readonly number[] }[] = [
  { colour: "accent", dash: [] },
  { colour: "down", dash: [7, 4] },
  { colour: "warn", dash: [2, 3] },
  { colour: "text", dash: [10, 3, 2, 3] },
];
