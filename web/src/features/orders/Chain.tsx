import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { every, loadingOf } from "@/api/client";
import { execution, useCancelOrder } from "@/api/execution";
import { asProblem } from "@/api/problem";
import type { OrderChain, OrderView } from "@/api/schema/execution";
import { announce } from "@/app/announce";
import { Button } from "@/ui/Button";
import { Drawer } from "@/ui/Drawer";
import { ErrorBox } from "@/ui/ErrorBox";
import { Number } from "@/ui/Number";
import { Panel } from "@/ui/Panel";
import { State } from "@/ui/State";
import { Time } from "@/ui/Time";
import { ChainEvents } from "./ChainEvents";
import { ChainFills } from "./ChainFills";
import { Side, STATUS_KINDS } from "./columns";
import { Figures } from "./Figures";
import { Replace } from "./Replace";

const OPEN = new Set(["SUBMITTED", "ACCEPTED", "TRIGGERED", "PARTIALLY_FILLED"]);

interface ChainProps {
  id: string;
  currency: string | undefined;
  onClose: () => void;
  onOpen: (id: string) => void;
}

/** Why an order was sent and what came of it, link by link, with the proof of each. */
export function Chain({ id, currency, onClose, onOpen }: ChainProps) {
  const query = useQuery({ ...execution.order(id), refetchInterval: every(2_000) });
  const chain = query.data;
  return (
    <Drawer open onClose={onClose} title={`Order ${id}`}>
      <Panel
        title="Order"
        loading={loadingOf(query)}
        height={140}
        isEmpty={!chain}
        empty={<p className="p-3">There is no order {id}.</p>}
      >
        {chain ? <Head order={chain.order} currency={currency} onOpen={onOpen} /> : null}
      </Panel>
      {chain ? (
        <div className="flex flex-col gap-3 pt-3">
          <Signal chain={chain} />
          <Panel title="The gate" asOf={chain.decision.ts_event}>
            <div className="flex flex-col gap-2 p-3">
              <p>
                <State kind={chain.decision.allowed ? "good" : "bad"}>
                  {chain.decision.allowed ? "let it pass" : "refused it"}
                </State>
                {chain.decision.reason ? `: ${chain.decision.reason}` : null}{" "}
                <span className="text-dim">by limits version {chain.decision.limits_version}</span>
              </p>
              <Figures figures={chain.decision.figures} currency={currency} asOf={chain.decision.ts_event} />
              {chain.decision.mid === null ? null : (
                <p className="text-dim">
                  Mid at the decision: <Number value={chain.decision.mid} unit="price" />
                </p>
              )}
            </div>
          </Panel>
          <ChainFills chain={chain} currency={currency} />
          <ChainEvents events={chain.events} id={id} />
        </div>
      ) : null}
    </Drawer>
  );
}

function Head({
  order,
  currency,
  onOpen,
}: {
  order: OrderView;
  currency: string | undefined;
  onOpen: ChainProps["onOpen"];
}) {
  const [isReplacing, replace] = useState(false);
  const cancel = useCancelOrder();
  const isOpen = OPEN.has(order.status);
  return (
    <div className="flex flex-col gap-2 p-3">
      <Summary order={order} />
      {order.reason ? <p>{order.reason}</p> : null}
      <p className="text-dim">
        Run {order.run}, {order.actor ? `sent by ${order.actor}` : `strategy ${order.strategy_id}`}, decided{" "}
        <Time ns={order.ts_event} precision="microsecond" /> session time, last changed{" "}
        <Time ns={order.ts_last} precision="microsecond" />. Commission{" "}
        <Number value={order.commission} unit="currency" currency={currency} />.
      </p>
      <Relative word="Replaces" id={order.replaces} onOpen={onOpen} />
      <Relative word="Replaced by" id={order.replaced_by} onOpen={onOpen} />
      <Relative word="Exit of" id={order.parent_id} onOpen={onOpen} />
      {cancel.error ? <ErrorBox problem={asProblem(cancel.error)} /> : null}
      {isOpen ? (
        <div className="flex gap-2">
          <Button onClick={() => replace(true)}>Replace…</Button>
          <Button
            kind="danger"
            disabled={cancel.isPending}
            onClick={() =>
              cancel.mutate(order.client_order_id, {
                onSuccess: (outcome) => announce(`Order ${outcome.client_order_id}: ${outcome.status.toLowerCase()}`),
              })
            }
          >
            Cancel the order
          </Button>
        </div>
      ) : null}
      {isReplacing ? (
        <Replace order={order} currency={currency} onClose={() => replace(false)} onSent={onOpen} />
      ) : null}
    </div>
  );
}

function Summary({ order }: { order: OrderView }) {
  return (
    <p className="flex flex-wrap items-baseline gap-x-3 text-[1.15em]">
      <Side side={order.side} />
      <span>
        <Number value={order.quantity} unit="quantity" /> {order.instrument_id}
      </span>
      <span className="text-dim">{order.order_type.toLowerCase().replace("_", " ")}</span>
      {order.price === null ? null : <Number value={order.price} unit="price" />}
      {order.trigger_price === null ? null : (
        <span>
          once <Number value={order.trigger_price} unit="price" />
        </span>
      )}
      <State kind={STATUS_KINDS[order.status] ?? "warn"}>{order.status.toLowerCase().replace("_", " ")}</State>
    </p>
  );
}

function Relative({ word, id, onOpen }: { word: string; id: string | null; onOpen: ChainProps["onOpen"] }) {
  if (id === null) return null;
  return (
    <p>
      {word}{" "}
      <button type="button" className="min-h-[24px] text-accent underline" onClick={() => onOpen(id)}>
        {id}
      </button>
    </p>
  );
}

/** The numbers that a strategy acted on, or who asked. */
function Signal({ chain }: { chain: OrderChain }) {
  const { signal, order } = chain;
  return (
    <Panel title="Why it was sent" {...(signal ? { asOf: signal.ts_event } : {})}>
      {signal ? (
        <div className="flex flex-col gap-1 p-3">
          <p>
            Strategy <strong>{signal.strategy_id}</strong> raised <strong>{signal.name}</strong> after market record{" "}
            {signal.sequence.toLocaleString("en-US")}, on these values:
          </p>
          <ul className="grid gap-x-6 sm:grid-cols-2">
            {signal.values.map((value) => (
              <li key={value.name} className="flex flex-wrap justify-between gap-x-3 border-b border-line py-1">
                <span>
                  {value.name}{" "}
                  <span className="text-dim">
                    {value.source ? `${value.source}: ${value.definition}` : "the strategy's own"}
                  </span>
                </span>
                <Number value={value.value} unit="ratio" precision={6} />
              </li>
            ))}
          </ul>
        </div>
      ) : (
        <p className="p-3">
          {order.actor ? `A person or program asked for it: ${order.actor}.` : "No signal was recorded for it."}
        </p>
      )}
    </Panel>
  );
}
