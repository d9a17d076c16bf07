import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { every, loadingOf } from "@/api/client";
import { gateway, type Alert } from "@/api/gateway";
import { Empty } from "@/ui/Empty";
import { Panel } from "@/ui/Panel";
import { Scroll } from "@/ui/Scroll";
import { State, type StateKind } from "@/ui/State";
import { Time } from "@/ui/Time";

const KINDS: Record<Alert["severity"], StateKind> = { critical: "bad", warning: "warn", info: "idle" };

/** What a person should know now, newest first. */
export function Alerts() {
  const alerts = useQuery({ ...gateway.alerts(), refetchInterval: every(2_000) });
  const items = alerts.data ?? [];
  return (
    <Panel
      title={items.length ? `Alerts: ${items.length}` : "Alerts"}
      loading={loadingOf(alerts)}
      height={235}
      isEmpty={items.length === 0}
      empty={<Empty title="Nothing asks for attention." />}
    >
      <Scroll label="Alerts, newest first" className="max-h-[240px]">
        <ul>
          {items.map((alert) => (
            <li key={alert.id} className="border-b border-line px-3 py-1.5">
              <p className="flex flex-wrap items-baseline justify-between gap-x-3">
                <State kind={KINDS[alert.severity]}>
                  {alert.severity}: <strong className="whitespace-normal text-text">{alert.title}</strong>
                </State>
                <span className="text-dim">
                  <Time ns={alert.ts_event} /> UTC
                </span>
              </p>
              <p className="text-dim">
                {alert.detail}{" "}
                {alert.link ? (
                  <Link to={alert.link} className="text-accent underline">
                    Look
                  </Link>
                ) : null}
              </p>
            </li>
          ))}
        </ul>
      </Scroll>
    </Panel>
  );
}
