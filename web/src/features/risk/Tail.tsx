import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { every, loadingOf } from "@/api/client";
import { figureOf } from "@/api/origin";
import { risk } from "@/api/risk";
import type { MeasureView } from "@/api/schema/risk";
import { Empty } from "@/ui/Empty";
import { Panel } from "@/ui/Panel";
import { Select } from "@/ui/Select";
import { Series } from "@/ui/Series";
import { Stat } from "@/ui/Stat";
import { runOf, type Newest } from "./newest";
import type { Method, RiskSearch } from "./search";

const METHODS: { value: Method; label: string }[] = [
  { value: "historical", label: "historical simulation" },
  { value: "normal", label: "normal distribution" },
];

/** Daily returns below which risk gives no measure. */
const LEAST = 30;

/** Value at risk and expected shortfall over the run, with method, confidence, horizon and window. */
export function Tail({ newest }: { newest: Newest }) {
  const { run, currency } = runOf(newest);
  const { method = "historical" } = useSearch({ strict: false }) as RiskSearch;
  const navigate = useNavigate();
  const measures = useQuery({ ...risk.measures(run, method), enabled: run !== null, refetchInterval: every(4_000) });
  const points = measures.data;
  const last = points?.at(-1);
  const series = useMemo(
    () => [
      { name: "VaR", unit: "currency" as const, points: drawn(points ?? [], "var_95") },
      { name: "ES", unit: "currency" as const, points: drawn(points ?? [], "es_95") },
    ],
    [points],
  );
  return (
    <Panel
      title="Tail risk"
      height={330}
      loading={loadingOf(newest, measures)}
      isEmpty={!last}
      empty={<Empty title="Nothing has been measured yet.">Risk is measured at each mark of a run.</Empty>}
      actions={
        <>
          {last ? (
            <span className="text-dim">
              {last.horizon_days} day, {(last.confidence * 100).toLocaleString("en-US")} %
            </span>
          ) : null}
          <Select
            label="Method"
            hideLabel
            value={method}
            options={METHODS}
            onChange={(next) =>
              void navigate({ to: "/risk", search: next === "historical" ? {} : { method: next }, replace: true })
            }
          />
        </>
      }
    >
      {last ? <Last last={last} currency={currency} /> : null}
      {series[0]?.points.length ? (
        <Series label="Value at risk and expected shortfall at each mark" series={series} height={220} />
      ) : (
        <Empty title="Not enough history yet.">
          Both are taken from daily returns of the account: {LEAST} are needed, and there{" "}
          {last?.window === 1 ? "is 1" : `are ${last?.window ?? 0}`}. A session of months gives them, such as
          equities-daily.
        </Empty>
      )}
    </Panel>
  );
}

/** The measures at the last mark. */
function Last({ last, currency }: { last: MeasureView; currency: string | undefined }) {
  const measure = (name: "var_95" | "es_95" | "window") =>
    figureOf(`risk.MeasureView.${name}`, last[name], "risk /measures", last.ts_event);
  const reason = `has ${last.window} of ${LEAST} daily returns`;
  return (
    <div className="grid grid-cols-2 md:grid-cols-3">
      <Stat label="Value at risk" {...measure("var_95")} currency={currency} reason={reason} />
      <Stat label="Expected shortfall" {...measure("es_95")} currency={currency} reason={reason} />
      <Stat label="Daily returns behind it" {...measure("window")} />
    </div>
  );
}

/** Marks with a figure; before there are enough returns there is none. */
function drawn(points: readonly MeasureView[], name: "var_95" | "es_95") {
  return points.flatMap((point) => (point[name] === null ? [] : [{ ns: point.ts_event, value: Number(point[name]) }]));
}
