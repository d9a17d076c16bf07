export interface SkeletonProps {
  /** CSS height, a number is pixels: the final size, so that nothing moves when the content comes. */
  height: number | string;
  width?: number | string;
}

/** The place of something that is on its way. Whoever shows it says `aria-busy`. */
export function Skeleton({ height, width = "100%" }: SkeletonProps) {
  return <div aria-hidden="true" className="animate-pulse rounded bg-line/60" style={{ height, width }} />;
}
