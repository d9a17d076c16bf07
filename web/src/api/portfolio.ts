/** What the account holds and what it is worth. */
import { queryOptions } from "@tanstack/react-query";
import { allPages, body, engineClient } from "./client";
import type { paths } from "./schema/portfolio";

const { GET } = engineClient<paths>("portfolio");

/** `run` null: the latest. */
type Run = number | null;

export const portfolio = {
  account: (run: Run = null) =>
    queryOptions({
      queryKey: ["portfolio", "account", run],
      queryFn: ({ signal }) => body(GET("/account", { params: { query: { run } }, signal })),
    }),
  positions: (run: Run = null) =>
    queryOptions({
      queryKey: ["portfolio", "positions", run],
      queryFn: ({ signal }) =>
        allPages((cursor) => body(GET("/positions", { params: { query: { run, cursor, limit: 1_000 } }, signal }))),
    }),
  curve: (run: Run = null) =>
    queryOptions({
      queryKey: ["portfolio", "curve", run],
      queryFn: ({ signal }) =>
        allPages((cursor) => body(GET("/curve", { params: { query: { run, cursor, limit: 1_000 } }, signal }))),
    }),
  /** The position in one instrument after each fill of one order. */
  steps: (instrumentId: string, run: number, clientOrderId: string) =>
    queryOptions({
      queryKey: ["portfolio", "steps", run, clientOrderId],
      queryFn: async ({ signal }) => {
        const params = {
          path: { instrument_id: instrumentId },
          query: { run, client_order_id: clientOrderId, limit: 1_000 },
        };
        return (await body(GET("/positions/{instrument_id}/history", { params, signal }))).items;
      },
    }),
};
