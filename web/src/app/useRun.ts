import { useQuery, useQueryClient, type UseQueryResult } from "@tanstack/react-query";
import { useEffect } from "react";
import { every } from "@/api/client";
import { runQuery } from "@/api/run";
import type { RunView } from "@/api/schema/marketdata";
import { onTopic, type LiveRun } from "@/live";

/** The newest run, null before the first: asked for now and then, and at once when the live topic says that something has changed. */
export const useRun = (): UseQueryResult<RunView | null> => useQuery({ ...runQuery(), refetchInterval: every(5_000) });

/** When a run begins, everything that was asked of "the latest run" is asked again. Used once, by the shell. */
export function useRunChanges(): void {
  const queries = useQueryClient();
  useEffect(() => {
    let newest = 0;
    return onTopic<LiveRun>("runs", (events) => {
      const run = events.at(-1)?.run ?? newest;
      if (run > newest && newest > 0) void queries.invalidateQueries();
      else void queries.invalidateQueries({ queryKey: ["marketdata", "run"] });
      newest = Math.max(run, newest);
    });
  }, [queries]);
}
