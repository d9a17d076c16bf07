import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { every, loadingOf } from "@/api/client";
import { gateway, type EngineView } from "@/api/gateway";
import { figureOf, type FieldName } from "@/api/origin";
import { DataTable, type Column } from "@/ui/DataTable";
import { Number } from "@/ui/Number";
import { Panel } from "@/ui/Panel";
import { State, type StateKind } from "@/ui/State";
import { EngineDrawer } from "./EngineDrawer";
import type { OverviewSearch } from "./search";

const KINDS: Record<EngineView["state"], StateKind> = {
  ready: "good",
  "standing by": "idle",
  "not ready": "warn",
  down: "bad",
};
const UNHANDLED = "nothing was handled in the last minute";
const UNCOUNTED = "nobody counts restarts here";

/** A column of figures, with unit and meaning as the API gives them. */
function figure(id: keyof EngineView & string, title: string, width: number, minor = false): Column<EngineView> {
  const field = `gateway.EngineView.${id}` as FieldName;
  return {
    id,
    title,
    width,
    minor,
    unit: figureOf(field, null, "", null).unit,
    value: (engine) => engine[id] as number | null,
    render: (engine) => (
      <Number
        {...figureOf(field, engine[id] as number | null, "gateway /api/engines", null)}
        reason={id === "restarts" ? UNCOUNTED : UNHANDLED}
      />
    ),
  };
}

const COLUMNS: Column<EngineView>[] = [
  { id: "name", title: "Engine", width: 110, value: (engine) => engine.name },
  {
    id: "state",
    title: "State",
    width: 120,
    value: (engine) => engine.state,
    render: (engine) => <State kind={KINDS[engine.state]}>{engine.state}</State>,
  },
  figure("latency_p50_ms", "p50", 80),
  figure("latency_p99_ms", "p99", 80),
  figure("received_per_second", "In", 80, true),
  figure("published_per_second", "Out", 80, true),
  figure("lag", "Lag", 70),
  figure("lag_seconds", "Behind", 80, true),
  figure("restarts", "Restarts", 95),
  figure("dead_letters", "Parked", 85, true),
  figure("uptime_seconds", "Up", 110, true),
  { id: "detail", title: "Says", width: 260, minor: true, value: (engine) => engine.detail },
];

/** The thirteen engines. A row opens to its checks, log and configuration. */
export function Engines() {
  const engines = useQuery({ ...gateway.engines(), refetchInterval: every(2_000) });
  const { engine } = useSearch({ strict: false }) as OverviewSearch;
  const navigate = useNavigate();
  const open = (name: string | undefined) =>
    navigate({ to: "/", search: name ? { engine: name } : {}, replace: name === undefined, resetScroll: false });
  const rows = engines.data ?? [];
  const ready = rows.filter(({ state }) => state === "ready").length;
  return (
    <Panel
      title={rows.length ? `Engines: ${ready} of ${rows.length} ready` : "Engines"}
      loading={loadingOf(engines)}
      height={438}
    >
      <DataTable
        id="overview-engines"
        label="Engines"
        rows={rows}
        columns={COLUMNS}
        rowKey={(row) => row.name}
        onOpen={(row) => void open(row.name)}
        selected={engine ?? null}
        empty="No engine is known."
        filename="engines"
        height={404}
      />
      <EngineDrawer engine={rows.find((row) => row.name === engine) ?? null} onClose={() => void open(undefined)} />
    </Panel>
  );
}
