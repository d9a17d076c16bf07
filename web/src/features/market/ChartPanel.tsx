import { useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { loadingOf } from "@/api/client";
import { Empty } from "@/ui/Empty";
import { Panel } from "@/ui/Panel";
import { PriceChart, type Pane } from "@/ui/PriceChart";
import { State, type StateKind } from "@/ui/State";
import { BaseBars } from "./bars";
import { marksOf } from "./marks";
import { Picture } from "./picture";
import { Readouts } from "./Readouts";
import { textOf, VPIN } from "./series";
import { sizeText } from "./sizes";
import { useBars, type Place } from "./useBars";
import type { Deeds } from "./useDeeds";
import { usePainting } from "./usePainting";
import type { Run, Selection } from "./useSelection";
import { useValues } from "./useValues";
import { Values } from "./values";

const HEIGHT = 620;

export interface ChartPanelProps {
  place: Place;
  run: Run;
  selection: Selection;
  deeds: Deeds;
}

/** Candles, volume, VPIN and one factor on one time axis, with what we did. */
export function ChartPanel({ place, run, selection, deeds }: ChartPanelProps) {
  const { step, factor, asked, change, instrument } = selection;
  const [bars] = useState(() => new BaseBars(place.base));
  const [vpin] = useState(() => new Values());
  const factorText = textOf(factor);
  // Another factor begins with nothing.
  const series = useMemo(
    () =>
      new Map([
        [textOf(VPIN), vpin],
        [factorText, new Values()],
      ]),
    [vpin, factorText],
  );
  const picture = useMemo(() => new Picture(bars, step, series), [bars, step, series]);
  const painting = usePainting(picture);
  const history = useBars(place, picture, painting.changed);
  const vpinHistory = useValues(place, VPIN, picture, painting.changed);
  const factorHistory = useValues(place, factor, picture, painting.changed);
  const { candles, points } = painting.shown;
  const marks = useMemo(() => marksOf(deeds.deeds, candles, step), [deeds.deeds, candles, step]);
  const panes = useMemo<Pane[]>(
    () => [...points].map(([name, found]) => ({ name, unit: "ratio", points: [...found] })),
    [points],
  );
  const navigate = useNavigate();
  return (
    <Panel
      title={`${place.instrumentId}, ${sizeText(step)} bars`}
      height={HEIGHT}
      loading={loadingOf(history)}
      isEmpty={history.data?.length === 0 && !candles.length}
      empty={
        <Empty title={`No bar of ${place.instrumentId} yet.`}>
          The first one closes after {sizeText(place.base)} of session time.
        </Empty>
      }
      actions={<RunState run={run} />}
    >
      <PriceChart
        ref={painting.chart}
        label={`${place.instrumentId}, bars of ${sizeText(step)}, run ${place.run}`}
        currency={instrument?.currency ?? run.currency}
        bars={candles}
        panes={panes}
        markers={marks}
        onMarker={(id) => void navigate({ to: "/orders", search: { order: id } })}
        range={asked.from !== undefined && asked.to !== undefined ? { from: asked.from, to: asked.to } : null}
        onRange={(range) => change({ from: range?.from, to: range?.to })}
        height={HEIGHT - 70}
      />
      <Readouts
        place={place}
        run={run}
        series={series}
        factor={factor}
        painting={painting}
        histories={{ vpin: vpinHistory, factor: factorHistory }}
      />
    </Panel>
  );
}

const KINDS: Record<string, StateKind> = { STARTING: "warn", RUNNING: "good", PAUSED: "warn", DRAINING: "good" };

function RunState({ run }: { run: Run }) {
  return (
    <>
      <span className="text-dim">
        run {run.run}, {run.session}
      </span>
      <State kind={KINDS[run.state] ?? "idle"}>{run.state.toLowerCase()}</State>
    </>
  );
}
