import { useNavigate, useSearch } from "@tanstack/react-router";
import { loadingOf } from "@/api/client";
import { useRun } from "@/app/useRun";
import { Empty } from "@/ui/Empty";
import { Panel } from "@/ui/Panel";
import { Blotter } from "./Blotter";
import { Chain } from "./Chain";
import type { OrdersSearch } from "./search";
import { Ticket } from "./Ticket";

/** What was ordered, what came of it, and why; and a ticket for orders of one's own. */
export default function Orders() {
  const { run: asked, order, instrument } = useSearch({ strict: false }) as OrdersSearch;
  const navigate = useNavigate();
  const newest = useRun();
  const run = asked ?? newest.data?.run ?? null;
  const isNewest = run === (newest.data?.run ?? null);
  const show = (id: string | undefined) =>
    void navigate({
      to: "/orders",
      search: (before: OrdersSearch) => opened(before, id),
      resetScroll: false,
    });
  return (
    <div className="flex flex-col gap-3">
      <h1 tabIndex={-1} className="text-[1.3em] font-semibold">
        Orders{run === null ? "" : ` of run ${run}`}
      </h1>
      {newest.data || newest.isPending ? (
        <div className="grid gap-3 lg:grid-cols-[minmax(0,1fr)_300px]">
          <Blotter run={run} currency={newest.data?.currency} />
          {!newest.data ? (
            <Panel title="Ticket" loading={loadingOf(newest)} height={330}>
              {null}
            </Panel>
          ) : isNewest ? (
            <Ticket
              // A new run has other instruments and other prices.
              key={run}
              run={run}
              names={newest.data.instruments}
              instrument={instrument}
              currency={newest.data.currency}
              onSent={show}
            />
          ) : (
            <Panel title="Ticket">
              <Empty title={`Run ${run} is over.`}>Orders can be sent in the newest run only.</Empty>
            </Panel>
          )}
        </div>
      ) : (
        <Panel title="Orders" loading={loadingOf(newest)} height={520} isEmpty empty={<NoRun />}>
          {null}
        </Panel>
      )}
      {order ? (
        <Chain id={order} currency={newest.data?.currency} onClose={() => show(undefined)} onOpen={show} />
      ) : null}
    </div>
  );
}

function NoRun() {
  return (
    <Empty title="No run yet." command="nautilus replay start --session equities-daily --speed max">
      Orders belong to a run. Start a replay on the Overview, or with the command.
    </Empty>
  );
}

function opened(before: OrdersSearch, id: string | undefined): OrdersSearch {
  const { order: _before, ...rest } = before;
  return id ? { ...rest, order: id } : rest;
}
