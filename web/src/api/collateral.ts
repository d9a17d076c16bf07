/** Margin of the account. */
import { queryOptions } from "@tanstack/react-query";
import { allPages, body, engineClient } from "./client";
import type { paths } from "./schema/collateral";

const { GET } = engineClient<paths>("collateral");

type Run = number | null;

export const collateral = {
  margin: (run: Run = null) =>
    queryOptions({
      queryKey: ["collateral", "margin", run],
      queryFn: ({ signal }) => body(GET("/margin", { params: { query: { run } }, signal })),
    }),
  margins: (run: Run = null) =>
    queryOptions({
      queryKey: ["collateral", "margins", run],
      queryFn: ({ signal }) =>
        allPages((cursor) => body(GET("/margins", { params: { query: { run, cursor, limit: 1_000 } }, signal }))),
    }),
};
