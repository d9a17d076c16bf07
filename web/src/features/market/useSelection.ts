import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect } from "react";
import { marketdata } from "@/api/marketdata";
import { onTopic } from "@/live";
import { paced } from "@/ui/paced";
import { seriesOf, type SeriesName } from "./series";
import { search as valid, type MarketSearch } from "./search";

/** What stands below the price unless something else was chosen: what the bundled strategy for shares acts on. */
const USUAL: SeriesName = { source: "factor", name: "momentum_20" };

export type Run = NonNullable<ReturnType<typeof useRun>["data"]>;

const RUNS_MS = 500;

function useRun(run: number | null) {
  return useQuery(marketdata.run(run));
}

/** A run that starts, stops or is paused makes what was asked about runs old. */
function useFreshRuns(): void {
  const queries = useQueryClient();
  useEffect(() => {
    const pace = paced(() => {
      void queries.invalidateQueries({ queryKey: ["marketdata", "run"] });
      void queries.invalidateQueries({ queryKey: ["marketdata", "runs"] });
    }, RUNS_MS);
    const leave = onTopic("runs", pace.ask);
    return () => {
      leave();
      pace.stop();
    };
  }, [queries]);
}

/** What is looked at: the URL, filled up with what a person most likely wants to see. */
export function useSelection() {
  const asked = useSearch({ strict: false }) as MarketSearch;
  const navigate = useNavigate();
  useFreshRuns();
  const runs = useQuery(marketdata.runs());
  const run = useRun(asked.run ?? null);
  const instruments = useQuery(marketdata.instruments());
  const change = useCallback(
    (next: Partial<Record<keyof MarketSearch, MarketSearch[keyof MarketSearch] | undefined>>) =>
      void navigate({
        to: "/market",
        search: (before: MarketSearch) => valid({ ...before, ...next }),
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  );
  const symbol = asked.symbol ?? run.data?.instruments[0] ?? "";
  const steps = run.data?.steps ?? [];
  return {
    asked,
    change,
    runs,
    run,
    instruments,
    symbol,
    instrument: instruments.data?.find((found) => found.instrument_id === symbol) ?? null,
    factor: (asked.factor === undefined ? null : seriesOf(asked.factor)) ?? USUAL,
    steps,
    /** A size that this run does not have (the link was made for another) becomes its base step. */
    step: asked.bar !== undefined && steps.includes(asked.bar) ? asked.bar : (steps[0] ?? 0),
    isPlayed: run.data?.instruments.includes(symbol) ?? false,
    /** Only the newest run moves; the live topics are about it. */
    isNewest: run.data ? run.data.run === (runs.data?.items[0]?.run ?? run.data.run) : false,
  };
}

export type Selection = ReturnType<typeof useSelection>;
