/** Bar sizes that a run can be shown in. */

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;
const SIZES = [1, 5, 15, 30, MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 4 * HOUR, DAY, 7 * DAY];

/** The base step and its multiples. A run of daily bars has none below a day. */
export function sizesOf(base: number): number[] {
  return [...new Set([base, ...SIZES.filter((size) => size > base && size % base === 0)])];
}

/** `5 min`, as a person says it. */
export function sizeText(seconds: number): string {
  for (const [unit, text] of [
    [7 * DAY, "week"],
    [DAY, "day"],
    [HOUR, "h"],
    [MINUTE, "min"],
  ] as const) {
    if (seconds % unit === 0) return `${seconds / unit} ${text}${text.length > 3 && seconds > unit ? "s" : ""}`;
  }
  return `${seconds} s`;
}

/** The size `by` places further; the last one stays. */
export function nextSize(sizes: readonly number[], size: number, by: 1 | -1): number {
  return sizes[sizes.indexOf(size) + by] ?? size;
}
