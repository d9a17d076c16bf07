import type { useRun } from "@/app/useRun";

/** The newest run as it is asked for: a panel about it waits for it, and is empty before the first. */
export type Newest = ReturnType<typeof useRun>;

export const runOf = ({ data }: Newest): { run: number | null; currency: string | undefined } => ({
  run: data?.run ?? null,
  currency: data?.currency,
});
