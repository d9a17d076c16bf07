/** CSS lengths that depend on the window's width, for a `height` that is kept while something loads. */

/** `narrow` below a window of `at` pixels, `wide` from there on; all in pixels. */
export function byWidth(at: number, narrow: number, wide: number): string {
  // The term in the middle is far below the one or far above the other on either side of `at`.
  return narrow > wide
    ? `clamp(${wide}px, (${at}px - 100vw) * 9999, ${narrow}px)`
    : `clamp(${narrow}px, (100vw - ${at - 1}px) * 9999, ${wide}px)`;
}
