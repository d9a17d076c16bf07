import { useQuery, useQueryClient, type QueryClient, type UseQueryResult } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { every, loadingOf } from "@/api/client";
import { execution } from "@/api/execution";
import { portfolio } from "@/api/portfolio";
import { onTopic } from "@/live";
import { DataTable, type Column } from "@/ui/DataTable";
import { Empty } from "@/ui/Empty";
import { Panel } from "@/ui/Panel";
import { Tabs } from "@/ui/Tabs";
import { FILL_COLUMNS, ORDER_COLUMNS, POSITION_COLUMNS, REFUSAL_COLUMNS } from "./columns";
import type { List, OrdersSearch } from "./search";

const TABS: { id: List; label: string }[] = [
  { id: "orders", label: "Orders" },
  { id: "fills", label: "Fills" },
  { id: "positions", label: "Positions" },
  { id: "refusals", label: "Refused by the gate" },
];
/** As high as the window leaves room below the header, and never so low that rows cannot be read. */
const TABLE_HEIGHT = "max(320px, calc(100dvh - 206px))";
/** With the bar above the table. */
const PANEL_HEIGHT = `calc(${TABLE_HEIGHT} + 34px)`;
/** How soon after an event the list is asked for again: a run at full speed has thousands of events a second. */
const ASK_MS = 1_000;

interface ListProps {
  run: number | null;
  currency: string | undefined;
}

/** Orders, fills, positions and refusals of a run, newest first. */
export function Blotter({ run, currency }: ListProps) {
  const { list = "orders", open = false } = useSearch({ strict: false }) as OrdersSearch;
  const navigate = useNavigate();
  useFresh();
  const go = (change: Partial<OrdersSearch>) =>
    navigate({ to: "/orders", search: (before: OrdersSearch) => ({ ...before, ...change }), replace: true });
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <Tabs label="Lists of the blotter" value={list} onChange={(next) => void go({ list: next })} tabs={TABS}>
        {list === "orders" ? (
          <Orders
            {...{ run, currency }}
            isOpenOnly={open}
            onOpenOnly={(only) =>
              void navigate({ to: "/orders", search: (before: OrdersSearch) => narrowed(before, only), replace: true })
            }
          />
        ) : null}
        {list === "fills" ? <Fills {...{ run, currency }} /> : null}
        {list === "positions" ? <Positions {...{ run, currency }} /> : null}
        {list === "refusals" ? <Refusals run={run} /> : null}
      </Tabs>
    </div>
  );
}

function narrowed(before: OrdersSearch, isOpenOnly: boolean): OrdersSearch {
  const { open: _before, ...rest } = before;
  return isOpenOnly ? { ...rest, open: true } : rest;
}

/** An event of the run makes the lists old; they are asked for again at most once a second. */
function useFresh(): void {
  const queries = useQueryClient();
  useEffect(() => keepFresh(queries), [queries]);
}

function keepFresh(queries: QueryClient): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const renew = () => {
    timer = undefined;
    void queries.invalidateQueries({ queryKey: ["execution"] });
    void queries.invalidateQueries({ queryKey: ["portfolio", "positions"] });
  };
  const old = () => {
    timer ??= setTimeout(renew, ASK_MS);
  };
  const leave = (["orders", "fills", "positions"] as const).map((topic) => onTopic(topic, old));
  return () => {
    clearTimeout(timer);
    for (const end of leave) end();
  };
}

interface ListingProps<Row extends object> {
  title: string;
  id: string;
  query: UseQueryResult<readonly Row[]>;
  columns: Column<Row>[];
  rowKey: (row: Row) => string;
  orderOf?: (row: Row) => string;
  empty: string;
  /** Path and query of the list at the API, for the download of all of it. */
  list: string;
  /** What its amounts are in. */
  currency?: string | undefined;
  actions?: React.ReactNode;
}

function Listing<Row extends object>({
  title,
  id,
  query,
  columns,
  rowKey,
  orderOf,
  empty,
  list,
  currency,
  actions,
}: ListingProps<Row>) {
  const { order } = useSearch({ strict: false }) as OrdersSearch;
  const navigate = useNavigate();
  return (
    <Panel
      title={title}
      loading={loadingOf(query)}
      height={PANEL_HEIGHT}
      actions={
        <>
          {actions}
          {currency ? <span className="text-dim">amounts in {currency}</span> : null}
        </>
      }
      isEmpty={query.data?.length === 0}
      empty={
        <Empty title={empty}>Start a replay on the Overview: two strategies trade it, or send an order here.</Empty>
      }
    >
      <DataTable
        id={id}
        label={title}
        rows={query.data ?? []}
        columns={columns}
        rowKey={rowKey}
        selected={order ?? null}
        empty={empty}
        filename={id}
        parquet={`/api/export/${list}`}
        height={TABLE_HEIGHT}
        {...(orderOf
          ? {
              onOpen: (row: Row) =>
                void navigate({
                  to: "/orders",
                  search: (before: OrdersSearch) => ({ ...before, order: orderOf(row) }),
                  resetScroll: false,
                }),
            }
          : {})}
      />
    </Panel>
  );
}

function Orders(props: ListProps & { isOpenOnly: boolean; onOpenOnly: (only: boolean) => void }) {
  const query = useQuery({
    ...execution.orders(props.run, { open: props.isOpenOnly }),
    enabled: props.run !== null,
  });
  return (
    <Listing
      title="Orders"
      id="orders"
      list={`execution/orders?run=${props.run}`}
      query={query}
      currency={props.currency}
      columns={ORDER_COLUMNS}
      rowKey={(row) => row.client_order_id}
      orderOf={(row) => row.client_order_id}
      empty={props.isOpenOnly ? "No order is open." : "No order yet."}
      actions={
        <label className="flex min-h-[24px] items-center gap-1">
          <input
            type="checkbox"
            checked={props.isOpenOnly}
            onChange={(event) => props.onOpenOnly(event.target.checked)}
          />
          open only
        </label>
      }
    />
  );
}

function Fills({ run, currency }: ListProps) {
  const query = useQuery({ ...execution.fills(run), enabled: run !== null });
  return (
    <Listing
      title="Fills"
      id="fills"
      list={`execution/fills?run=${run}`}
      query={query}
      currency={currency}
      columns={FILL_COLUMNS}
      rowKey={(row) => row.fill_id}
      orderOf={(row) => row.client_order_id}
      empty="No fill yet."
    />
  );
}

function Positions({ run, currency }: ListProps) {
  const query = useQuery({ ...portfolio.positions(run), enabled: run !== null, refetchInterval: every(5_000) });
  return (
    <Listing
      title="Positions"
      id="positions"
      list={`portfolio/positions?run=${run}`}
      query={query}
      currency={currency}
      columns={POSITION_COLUMNS}
      rowKey={(row) => row.instrument_id}
      empty="No open position."
    />
  );
}

function Refusals({ run }: { run: number | null }) {
  const query = useQuery({ ...execution.decisions(run, false), enabled: run !== null });
  return (
    <Listing
      title="Refused by the gate"
      id="refusals"
      list={`execution/decisions?run=${run}&allowed=false`}
      query={query}
      columns={REFUSAL_COLUMNS}
      rowKey={(row) => row.client_order_id}
      orderOf={(row) => row.client_order_id}
      empty="The gate has refused nothing."
    />
  );
}
