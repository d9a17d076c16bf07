import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useDeferredValue, useState } from "react";
import { every, loadingOf } from "@/api/client";
import { gateway, type EngineView, type LogLine } from "@/api/gateway";
import { asProblem } from "@/api/problem";
import { Button } from "@/ui/Button";
import { Drawer } from "@/ui/Drawer";
import { ErrorBox } from "@/ui/ErrorBox";
import { Field } from "@/ui/Field";
import { Panel } from "@/ui/Panel";
import { Select } from "@/ui/Select";
import { State, type StateKind } from "@/ui/State";
import { Tabs } from "@/ui/Tabs";
import type { DrawerTab, OverviewSearch } from "./search";

const TABS: { id: DrawerTab; label: string }[] = [
  { id: "state", label: "Checks" },
  { id: "log", label: "Log" },
  { id: "configuration", label: "Configuration" },
];
const LEVELS = [
  { value: "DEBUG", label: "everything" },
  { value: "INFO", label: "information and above" },
  { value: "WARNING", label: "warnings and above" },
  { value: "ERROR", label: "errors" },
] as const;
type Level = (typeof LEVELS)[number]["value"];
const TONES: Record<string, StateKind> = {
  DEBUG: "idle",
  INFO: "idle",
  WARNING: "warn",
  ERROR: "bad",
  CRITICAL: "bad",
};

/** One engine: what it checks, what it wrote, how it is set. */
export function EngineDrawer({ engine, onClose }: { engine: EngineView | null; onClose: () => void }) {
  const { tab = "state" } = useSearch({ strict: false }) as OverviewSearch;
  const navigate = useNavigate();
  if (!engine) return null;
  const choose = (next: DrawerTab) =>
    navigate({ to: "/", search: { engine: engine.name, tab: next }, replace: true, resetScroll: false });
  return (
    <Drawer open onClose={onClose} title={`Engine ${engine.name}`}>
      <p className="pb-2 text-dim">{engine.summary}</p>
      <Tabs label={`Parts of ${engine.name}`} value={tab} onChange={(next) => void choose(next)} tabs={TABS}>
        {tab === "state" ? <Checks engine={engine} /> : null}
        {tab === "log" ? <Log name={engine.name} /> : null}
        {tab === "configuration" ? <Configuration name={engine.name} /> : null}
      </Tabs>
    </Drawer>
  );
}

function Checks({ engine }: { engine: EngineView }) {
  const detail = useQuery({ ...gateway.engine(engine.name), refetchInterval: every(2_000) });
  return (
    <Panel title="Checks" loading={loadingOf(detail)} height={240}>
      <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1 p-3">
        {(detail.data?.checks ?? []).map((check) => (
          <Pair key={check.name} name={check.name}>
            <State kind={check.ok ? "good" : "bad"}>{check.ok ? "holds" : "fails"}</State> {check.detail}
          </Pair>
        ))}
        <Pair name="process">{engine.pid === null ? "not on this machine" : `pid ${engine.pid}`}</Pair>
        <Pair name="port">{engine.port}</Pair>
        <Pair name="version">{engine.version}</Pair>
        <Pair name="reads">{engine.consumes.join(", ") || "no topic"}</Pair>
        <Pair name="writes">{engine.produces.join(", ") || "no topic"}</Pair>
        {Object.entries(detail.data?.details ?? {}).map(([name, value]) => (
          <Pair key={name} name={name}>
            <span className="break-all">{typeof value === "string" ? value : JSON.stringify(value)}</span>
          </Pair>
        ))}
      </dl>
    </Panel>
  );
}

function Pair({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <>
      <dt className="text-dim">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}

function Log({ name }: { name: string }) {
  const [level, setLevel] = useState<Level>("INFO");
  const [text, setText] = useState("");
  const contains = useDeferredValue(text);
  const log = useInfiniteQuery(gateway.log(name, { level, contains }));
  const lines = log.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="flex flex-col gap-2 pt-2">
      <div className="flex flex-wrap items-end gap-2">
        <Select label="Level" value={level} onChange={setLevel} options={LEVELS} />
        <Field label="Contains" value={text} onChange={(event) => setText(event.target.value)} />
        <Button onClick={() => void log.refetch()} disabled={log.isFetching}>
          Read again
        </Button>
      </div>
      {log.error ? <ErrorBox problem={asProblem(log.error)} onRetry={() => void log.refetch()} /> : null}
      {log.data && lines.length === 0 ? <p className="text-dim">No line says that.</p> : null}
      <ol aria-label={`Log of ${name}, newest first`} className="flex flex-col font-mono text-[0.9em]">
        {lines.map((line, place) => (
          // A line has no name of its own, and lines are only ever added at the end.
          // oxlint-disable-next-line react/no-array-index-key
          <Line key={place} line={line} />
        ))}
      </ol>
      {log.hasNextPage ? (
        <Button onClick={() => void log.fetchNextPage()} disabled={log.isFetchingNextPage}>
          Older lines
        </Button>
      ) : null}
    </div>
  );
}

function Line({ line }: { line: LogLine }) {
  const more = Object.entries(line.fields as Record<string, unknown>);
  return (
    <li className="border-b border-line py-1">
      <span className="text-dim">{(line.time ?? "").replace("T", " ").replace(/\+00:00$/, "")}</span>{" "}
      <State kind={TONES[line.level] ?? "idle"}>{line.level.toLowerCase()}</State>{" "}
      <span className="break-words whitespace-pre-wrap">{line.message}</span>
      {more.length ? (
        <span className="break-all text-dim">
          {" "}
          {more.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(" ")}
        </span>
      ) : null}
    </li>
  );
}

function Configuration({ name }: { name: string }) {
  const settings = useQuery(gateway.configuration(name));
  return (
    <Panel title="Configuration" loading={loadingOf(settings)} height={240}>
      <table className="w-full text-left">
        <thead className="text-dim">
          <tr>
            <th scope="col" className="px-3 py-1 font-normal">
              Setting
            </th>
            <th scope="col" className="px-3 py-1 font-normal">
              Value
            </th>
            <th scope="col" className="px-3 py-1 font-normal">
              From
            </th>
          </tr>
        </thead>
        <tbody>
          {(settings.data ?? []).map((setting) => (
            <tr key={setting.name} className="border-t border-line align-top">
              <th scope="row" className="px-3 py-1 font-mono font-normal">
                {setting.name}
                {setting.description ? <p className="font-sans text-dim">{setting.description}</p> : null}
              </th>
              <td className="px-3 py-1 font-mono break-all">{setting.value || "not set"}</td>
              <td className="px-3 py-1 text-dim">{setting.origin}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
