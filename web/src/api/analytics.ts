/** Performance of a run. */
import { queryOptions } from "@tanstack/react-query";
import { allPages, body, engineClient } from "./client";
import type { paths } from "./schema/analytics";

const { GET } = engineClient<paths>("analytics");

type Run = number | null;

export const analytics = {
  performance: (run: Run = null) =>
    queryOptions({
      queryKey: ["analytics", "performance", run],
      queryFn: ({ signal }) => body(GET("/performance", { params: { query: { run } }, signal })),
    }),
  performances: (run: Run = null) =>
    queryOptions({
      queryKey: ["analytics", "performances", run],
      queryFn: ({ signal }) =>
        allPages((cursor) => body(GET("/performances", { params: { query: { run, cursor, limit: 1_000 } }, signal }))),
    }),
};
