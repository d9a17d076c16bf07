export interface SparklineProps {
  /** Oldest first. */
  values: readonly number[];
  /** What it draws, for those who do not see it; the range is added. */
  label: string;
  width?: number;
  height?: number;
}

/** The course of a value as a line without axes; flat in the middle when it does not move. */
export function Sparkline({ values, label, width = 96, height = 24 }: SparklineProps) {
  const points = values.filter((value) => globalThis.Number.isFinite(value));
  const first = points[0];
  const last = points[points.length - 1];
  if (first === undefined || last === undefined || points.length < 2) {
    return (
      <span role="img" aria-label={`${label}: too few points`} style={{ width, height }} className="inline-block" />
    );
  }
  const direction = last > first ? "rising" : last < first ? "falling" : "unchanged";
  const end = height / 2 - 2;
  const { line, y } = path(points, width - 4, end);
  return (
    <svg
      role="img"
      aria-label={`${label}: ${direction} over ${points.length} points`}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      className="inline-block shrink-0 overflow-visible align-middle"
    >
      <polyline points={line} fill="none" stroke="var(--accent)" strokeWidth="1.25" strokeLinejoin="round" />
      <circle cx={width - 2} cy={y} r="2" fill="var(--accent)" />
    </svg>
  );
}

function path(points: readonly number[], width: number, half: number): { line: string; y: number } {
  const low = points.reduce((a, b) => Math.min(a, b));
  const high = points.reduce((a, b) => Math.max(a, b));
  const scale = high > low ? (2 * half) / (high - low) : 0;
  const y = (value: number): number => (scale === 0 ? half + 2 : 2 + (high - value) * scale);
  const step = width / (points.length - 1);
  const line = points.map((value, index) => `${(2 + index * step).toFixed(1)},${y(value).toFixed(1)}`).join(" ");
  return { line, y: y(points[points.length - 1] ?? low) };
}
