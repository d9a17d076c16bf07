import type { UseQueryResult } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useSyncExternalStore } from "react";
import { loadingOf } from "@/api/client";
import { ErrorBox } from "@/ui/ErrorBox";
import { Number } from "@/ui/Number";
import { Time } from "@/ui/Time";
import type { Unit } from "@/ui/types";
import type { Deed } from "./marks";
import { missing } from "./missing";
import type { Painter } from "./painter";
import { textOf, titleOf, VPIN, type SeriesName } from "./series";
import type { Place } from "./useBars";
import { useDefinition } from "./useDefinition";

import type { Run } from "./useSelection";
import type { Values } from "./values";

export interface ReadoutsProps {
  place: Place;
  deeds: readonly Deed[];
  run: Run;
  series: ReadonlyMap<string, Values>;
  factor: SeriesName;
  painter: Painter;
  histories: Record<"vpin" | "factor", UseQueryResult>;
}

/** The last value of each series below the chart, or why there is none. */
export function Readouts({ place, deeds, run, series, factor, painter, histories }: ReadoutsProps) {
  return (
    <dl className="grid min-h-[78px] gap-x-6 gap-y-1 border-t border-line px-3 py-2 sm:grid-cols-3">
      {(
        [
          [VPIN, histories.vpin],
          [factor, histories.factor],
        ] as const
      ).map(([name, history]) => (
        <Readout
          key={textOf(name)}
          place={place}
          run={run}
          name={name}
          values={series.get(titleOf(name))}
          painter={painter}
          history={history}
        />
      ))}
      <Ours deeds={deeds} run={place.isNewest ? null : place.run} />
    </dl>
  );
}

/** What the marks on the chart are, and the way to the newest without a pointer. */
function Ours({ deeds, run }: { deeds: readonly Deed[]; run: number | null }) {
  const fills = deeds.filter((deed) => deed.kind === "fill");
  const last = fills.at(-1) ?? deeds.at(-1);
  return (
    <div className="min-w-0">
      <dt className="text-dim">
        <span aria-hidden="true">▲▼ </span>our fills, <span aria-hidden="true">● </span>signals
      </dt>
      <dd>
        {fills.length} and {deeds.length - fills.length} so far.{" "}
        {last ? (
          <Link
            to="/orders"
            search={{ order: last.order, ...(run !== null && { run }) }}
            className="inline-block min-h-[24px] text-accent underline"
          >
            {last.kind === "fill" ? `Last fill: ${last.side === "BUY" ? "+" : "−"}${last.quantity}` : "Last signal"}
          </Link>
        ) : null}
      </dd>
    </div>
  );
}

interface ReadoutProps {
  place: Place;
  run: Run;
  name: SeriesName;
  values: Values | undefined;
  painter: Painter;
  history: ReadoutsProps["histories"]["vpin"];
}

function Readout({ place, run, name, values: found, painter, history }: ReadoutProps) {
  const last = useSyncExternalStore(painter.subscribe, () => found?.last);
  const { definition, isKnown } = useDefinition(name);
  const { problem, retry } = loadingOf(history);
  const asOf = last ? last.time * 1e9 : null;
  return (
    <div className="min-w-0">
      <dt className="text-dim">{titleOf(name)}</dt>
      <dd className="flex flex-wrap items-baseline gap-x-2">
        {problem ? <ErrorBox problem={problem} onRetry={retry} /> : null}
        {last ? (
          <>
            <Number
              value={last.value}
              unit={definition?.unit ?? "ratio"}
              {...PLACES[definition?.unit ?? "ratio"]}
              origin={{
                description: definition?.description ?? name.name,
                source: `${name.source} /values, run ${place.run}`,
                asOf,
                ...(definition && { method: `${definition.formula} (${definition.source})` }),
              }}
            />
            <span className="text-dim">
              as of <Time ns={asOf} />
            </span>
          </>
        ) : (
          <span className="max-w-prose text-dim">
            {history.isPending || !isKnown ? "Loading" : missing(name, definition?.lookback, run)}
          </span>
        )}
      </dd>
    </div>
  );
}

/** A ratio such as VPIN moves in its third place. */
const PLACES: Partial<Record<Unit, { precision: number }>> = { ratio: { precision: 4 } };
