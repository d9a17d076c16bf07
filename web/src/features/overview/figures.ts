/** The course of a value as a line: there, decimal text becomes a number, which it never does as an amount. */

/** At most `most` values of a course, evenly spaced, the last always among them. */
export function thin<Point>(points: readonly Point[], most = 120): readonly Point[] {
  if (points.length <= most) return points;
  const step = (points.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, n) => points[Math.round(n * step)] as Point);
}

/** The line of one field; what is not known is left out. */
export function line<Point>(points: readonly Point[], value: (point: Point) => string | number | null): number[] {
  return thin(points)
    .map(value)
    .filter((found) => found !== null)
    .map(Number);
}
