/** Strategies and what a run trades. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { allPages, body, engineClient } from "./client";
import type { paths } from "./schema/strategy";

const { GET, POST } = engineClient<paths>("strategy");

type Run = number | null;

export const strategy = {
  strategies: () =>
    queryOptions({
      queryKey: ["strategy", "strategies"],
      queryFn: ({ signal }) =>
        allPages((cursor) => body(GET("/strategies", { params: { query: { cursor, limit: 1_000 } }, signal }))),
    }),
  deployments: (run: Run = null) =>
    queryOptions({
      queryKey: ["strategy", "deployments", run],
      queryFn: ({ signal }) =>
        allPages((cursor) => body(GET("/deployments", { params: { query: { run, cursor, limit: 1_000 } }, signal }))),
    }),
};

/** Switch a strategy of the running session on or off; the reason goes into the journal. */
export function useSwitchStrategy() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, on, reason }: { id: string; on: boolean; reason: string }) =>
      body(
        POST(on ? "/deployments/{strategy_id}/start" : "/deployments/{strategy_id}/stop", {
          params: { path: { strategy_id: id } },
          body: { reason },
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: ["strategy"] }),
  });
}
