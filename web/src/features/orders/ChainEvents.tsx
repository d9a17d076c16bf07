import type { EventView } from "@/api/schema/execution";
import { Panel } from "@/ui/Panel";
import { State } from "@/ui/State";
import { Time } from "@/ui/Time";
import { proof } from "./proof";

const WORDS: Record<string, string> = {
  signalled: "signal raised",
  decided: "the gate decided",
  changed: "status changed",
  executed: "filled",
  amended: "adjusted to a corporate action",
};

/** Every link as it was journaled, with its place in the hash chain and whether that still holds. */
export function ChainEvents({ events, id }: { events: readonly EventView[]; id: string }) {
  return (
    <Panel title="Journal">
      <ol className="flex flex-col">
        {events.map((event) => (
          <li key={event.journal_record} className="border-b border-line px-3 py-2">
            <p className="flex flex-wrap justify-between gap-x-3">
              <span>
                <strong>{WORDS[event.kind] ?? event.kind}</strong>
                {statusOf(event.detail)}
                {event.client_order_id && event.client_order_id !== id ? (
                  <span className="text-dim"> of {event.client_order_id}</span>
                ) : null}
                {event.actor ? <span className="text-dim"> by {event.actor}</span> : null}
              </span>
              <span className="text-dim">
                <Time ns={event.ts_event} precision="microsecond" />
              </span>
            </p>
            <p className="flex flex-wrap items-baseline gap-x-3">
              <State kind={proof(event).kind}>{proof(event).words}</State>
              <span className="text-dim">
                record {event.journal_record}
                {event.outbox ? `, outbox ${event.outbox.sequence}` : null}, market record {event.sequence}
              </span>
            </p>
            <details>
              <summary className="min-h-[24px] cursor-pointer text-accent">Hashes and content</summary>
              <dl className="grid grid-cols-[max-content_1fr] gap-x-3 font-mono text-[0.9em] break-all">
                <dt className="text-dim">hash</dt>
                <dd>{event.journal_hash}</dd>
                <dt className="text-dim">before it</dt>
                <dd>{event.journal_prev_hash ?? "not in the file"}</dd>
                {event.outbox ? (
                  <>
                    <dt className="text-dim">outbox</dt>
                    <dd>{event.outbox.hash ?? "gone"}</dd>
                  </>
                ) : null}
                <dt className="text-dim">content</dt>
                <dd className="whitespace-pre-wrap">{JSON.stringify(event.detail, null, 1)}</dd>
              </dl>
            </details>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function statusOf(detail: Record<string, unknown>): string {
  const { status } = detail;
  return typeof status === "string" ? `: ${status.toLowerCase().replace("_", " ")}` : "";
}
