import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { every, loadingOf } from "@/api/client";
import { execution } from "@/api/execution";
import { risk } from "@/api/risk";
import type { ChangeView, KillView } from "@/api/schema/risk";
import { Empty } from "@/ui/Empty";
import { Number } from "@/ui/Number";
import { Panel } from "@/ui/Panel";
import { Scroll } from "@/ui/Scroll";
import { State } from "@/ui/State";
import { Time } from "@/ui/Time";
import { LIMITS, type LimitName } from "./limits";
import { runOf, type Newest } from "./newest";

const SLOW_MS = 3_000;

function Entries({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Scroll label={label} className="max-h-[260px]">
      <ul>{children}</ul>
    </Scroll>
  );
}

/** Orders that the gate refused: what was tried, which limit stood against it. */
export function Breaches({ newest }: { newest: Newest }) {
  const { run } = runOf(newest);
  const query = useQuery({
    ...execution.decisions(run, false),
    enabled: run !== null,
    refetchInterval: every(SLOW_MS),
  });
  const found = query.data ?? [];
  return (
    <Panel
      title="Breaches"
      height={220}
      loading={loadingOf(newest, query)}
      isEmpty={found.length === 0}
      empty={<Empty title={run === null ? "No run yet." : "The gate has refused nothing in this run."} />}
    >
      <Entries label="Refused orders, newest first">
        {found.slice(0, 100).map((refused) => (
          <li key={refused.client_order_id} className="border-b border-line px-3 py-1.5">
            <p className="flex flex-wrap justify-between gap-x-3">
              <State kind="bad">
                {refused.side} {refused.quantity} {refused.instrument_id}
              </State>
              <span className="text-dim">
                <Time ns={refused.ts_event} /> session time
              </span>
            </p>
            <p>
              {refused.reason}{" "}
              <Link to="/orders" search={{ order: refused.client_order_id }} className="text-accent underline">
                why was this tried?
              </Link>
            </p>
          </li>
        ))}
      </Entries>
    </Panel>
  );
}

/** Each pull of the switch, what it did, and how it ended. */
export function Kills() {
  const query = useQuery({ ...risk.kills(), refetchInterval: every(SLOW_MS) });
  return (
    <Panel
      title="Kill switch"
      height={150}
      loading={loadingOf(query)}
      isEmpty={query.data?.length === 0}
      empty={<Empty title="It was never pulled.">It is in the header of every page.</Empty>}
    >
      <Entries label="Kills, newest first">
        {(query.data ?? []).map((kill) => (
          <Pull key={kill.kill_id} kill={kill} />
        ))}
      </Entries>
    </Panel>
  );
}

function Pull({ kill }: { kill: KillView }) {
  return (
    <li className="border-b border-line px-3 py-1.5">
      <p className="flex flex-wrap justify-between gap-x-3">
        <State kind={kill.state === "CONFIRMED" ? (kill.rearmed_ns === null ? "bad" : "idle") : "warn"}>
          {kill.account}: {kill.state === "CONFIRMED" ? (kill.rearmed_ns === null ? "halted" : "re-armed") : "pending"}
        </State>
        <span className="text-dim">
          <Time ns={kill.killed_ns} /> UTC
        </span>
      </p>
      <p>
        {kill.actor}: “{kill.reason}”.{" "}
        {kill.seconds_to_confirm === null ? (
          "Not confirmed yet."
        ) : (
          <>
            Confirmed after <Number value={kill.seconds_to_confirm} unit="seconds" />: {kill.cancelled} open{" "}
            {kill.cancelled === 1 ? "order" : "orders"} cancelled
            {kill.node_restarted ? ", the node was ended and its strategies stopped" : ""}.
          </>
        )}
      </p>
      {kill.rearmed_ns === null ? null : (
        <p className="text-dim">
          Re-armed <Time ns={kill.rearmed_ns} /> by {kill.rearm_actor}: “{kill.rearm_reason}”.
        </p>
      )}
    </li>
  );
}

/** Edits of limits: who, when, why, from what to what. */
export function Changes({ newest }: { newest: Newest }) {
  const { run, currency } = runOf(newest);
  const query = useQuery({ ...risk.changes(run), enabled: run !== null, refetchInterval: every(SLOW_MS) });
  return (
    <Panel
      title="Changes of limits"
      height={150}
      loading={loadingOf(newest, query)}
      isEmpty={!query.data?.length}
      empty={<Empty title="No limit was set yet.">An account gets its limits with its first run.</Empty>}
    >
      <Entries label="Changes of limits, newest first">
        {(query.data ?? []).map((change) => (
          <Change key={change.number} change={change} currency={currency} />
        ))}
      </Entries>
    </Panel>
  );
}

function Change({ change, currency }: { change: ChangeView; currency: string | undefined }) {
  const moved = change.ceilings.filter(({ before, after }) => before !== after);
  return (
    <li className="border-b border-line px-3 py-1.5">
      <p className="flex flex-wrap justify-between gap-x-3">
        <span>
          Version {change.version}, {change.actor || "the platform"}: “{change.reason}”
        </span>
        <span className="text-dim">
          <Time ns={change.changed_ns} /> UTC
        </span>
      </p>
      <ul className="flex flex-wrap gap-x-4">
        {moved.map((ceiling) => (
          <li key={ceiling.limit}>
            <span className="text-dim">{LIMITS[ceiling.limit as LimitName]}:</span>{" "}
            {ceiling.before === null ? null : (
              <>
                <Number value={ceiling.before} unit="currency" currency={currency} /> →{" "}
              </>
            )}
            <Number value={ceiling.after} unit="currency" currency={currency} />
          </li>
        ))}
      </ul>
    </li>
  );
}
