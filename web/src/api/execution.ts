/** Orders: the blotter, one order's chain, the ticket and the gate's answer to it. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { body, engineClient } from "./client";
import type {
  DecisionView,
  ManualOrder,
  OrderChain,
  OrderStatus,
  Outcome,
  ProposedOrder,
  Replacement,
  Verdict,
  paths,
} from "./schema/execution";

const { GET, POST } = engineClient<paths>("execution");

/** null: the latest. */
type Run = number | null;

export interface OrdersAsked {
  /** Only those that can still fill. */
  open?: boolean;
  status?: OrderStatus;
  strategy_id?: string;
  instrument_id?: string;
}

const MOST = 1_000;

// Where a type is named behind `as`, the figures of the gate are (limit, figure, ceiling): openapi-fetch reads a tuple
// as a list of any length.
export const execution = {
  /** The newest orders first, at most 1,000. */
  orders: (run: Run = null, asked: OrdersAsked = {}) =>
    queryOptions({
      queryKey: ["execution", "orders", run, asked],
      queryFn: async ({ signal }) => {
        const query = { run, newest: true, limit: MOST, ...asked, ...(asked.open ? {} : { open: null }) };
        return (await body(GET("/orders", { params: { query }, signal }))).items;
      },
    }),
  /** The newest fills first, at most 1,000. */
  fills: (run: Run = null, asked: Pick<OrdersAsked, "strategy_id" | "instrument_id"> = {}) =>
    queryOptions({
      queryKey: ["execution", "fills", run, asked],
      queryFn: async ({ signal }) =>
        (await body(GET("/fills", { params: { query: { run, newest: true, limit: MOST, ...asked } }, signal }))).items,
    }),
  /** Decisions of the gate, newest first; `allowed` null: both kinds. */
  decisions: (run: Run = null, allowed: boolean | null = null) =>
    queryOptions({
      queryKey: ["execution", "decisions", run, allowed],
      queryFn: async ({ signal }) =>
        (await body(GET("/decisions", { params: { query: { run, allowed, limit: MOST } }, signal })))
          .items as DecisionView[],
    }),
  /** Orders, fills and refusals over session time, cumulative. */
  activity: (run: Run = null, points = 60) =>
    queryOptions({
      queryKey: ["execution", "activity", run, points],
      queryFn: ({ signal }) => body(GET("/activity", { params: { query: { run, points } }, signal })),
    }),
  order: (id: string) =>
    queryOptions({
      queryKey: ["execution", "order", id],
      queryFn: async ({ signal }) =>
        (await body(
          GET("/orders/{client_order_id}", { params: { path: { client_order_id: id } }, signal }),
        )) as OrderChain,
    }),
  /** The gate's answer to a ticket that is not sent; asked anew each time, since prices and the account move. */
  pretrade: (ticket: ProposedOrder) =>
    queryOptions({
      queryKey: ["execution", "pretrade", ticket],
      queryFn: async ({ signal }) => (await body(POST("/pretrade", { body: ticket, signal }))) as Verdict,
      staleTime: 0,
      gcTime: 0,
    }),
};

function useExecutionChange<Variables>(change: (variables: Variables) => Promise<unknown>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (variables: Variables) => (await change(variables)) as Outcome,
    onSettled: () => queries.invalidateQueries({ queryKey: ["execution"] }),
  });
}

/** Send a ticket. Its `client_key` makes it one order, however often it is sent. */
export const usePlaceOrder = () => useExecutionChange((ticket: ManualOrder) => body(POST("/orders", { body: ticket })));

export const useCancelOrder = () =>
  useExecutionChange((id: string) =>
    body(POST("/orders/{client_order_id}/cancel", { params: { path: { client_order_id: id } } })),
  );

/** Let a new order take the place of the open one `id`. If the gate refuses it, the old one stays. */
export const useReplaceOrder = () =>
  useExecutionChange(({ id, terms }: { id: string; terms: Replacement }) =>
    body(POST("/orders/{client_order_id}/replace", { params: { path: { client_order_id: id } }, body: terms })),
  );
