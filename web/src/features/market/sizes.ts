/** Bar sizes in words, and from one to the next. Which there are is said by the session. */

const UNITS = [
  [604_800, "week"],
  [86_400, "day"],
  [3_600, "h"],
  [60, "min"],
  [1, "s"],
] as const;

/** `5 min`, as a person says it. */
export function sizeText(seconds: number): string {
  for (const [unit, text] of UNITS) {
    if (seconds % unit === 0) return `${seconds / unit} ${text}${text.length > 3 && seconds > unit ? "s" : ""}`;
  }
  return `${seconds} s`;
}

/** The size `by` places further; the last one stays. */
export function nextSize(sizes: readonly number[], size: number, by: 1 | -1): number {
  return sizes[sizes.indexOf(size) + by] ?? size;
}
