/** Orders: the blotter, one order's chain, the ticket and the gate's answer to it. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { body, engineClient } from "./client";
import type { ManualOrder, paths } from "./schema/execution";

const { GET, POST } = engineClient<paths>("execution");

type Run = number | null;

export const execution = {
  orders: (run: Run = null, limit = 1_000) =>
    queryOptions({
      queryKey: ["execution", "orders", run, limit],
      queryFn: ({ signal }) => body(GET("/orders", { params: { query: { run, limit } }, signal })),
    }),
  fills: (run: Run = null, limit = 1_000) =>
    queryOptions({
      queryKey: ["execution", "fills", run, limit],
      queryFn: ({ signal }) => body(GET("/fills", { params: { query: { run, limit } }, signal })),
    }),
  order: (id: string) =>
    queryOptions({
      queryKey: ["execution", "order", id],
      queryFn: ({ signal }) =>
        body(GET("/orders/{client_order_id}", { params: { path: { client_order_id: id } }, signal })),
    }),
  /** The gate's answer to a ticket that is not sent; asked anew each time, since prices and the account move. */
  pretrade: (ticket: ManualOrder) =>
    queryOptions({
      queryKey: ["execution", "pretrade", ticket],
      queryFn: ({ signal }) => body(POST("/pretrade", { body: ticket, signal })),
      staleTime: 0,
      gcTime: 0,
    }),
};

function useExecutionChange<Variables, Reply>(change: (variables: Variables) => Promise<Reply>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => queries.invalidateQueries({ queryKey: ["execution"] }),
  });
}

/** Send a ticket. Its `client_key` makes it one order, however often it is sent. */
export const usePlaceOrder = () => useExecutionChange((ticket: ManualOrder) => body(POST("/orders", { body: ticket })));

export const useCancelOrder = () =>
  useExecutionChange((id: string) =>
    body(POST("/orders/{client_order_id}/cancel", { params: { path: { client_order_id: id } } })),
  );
