import { useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo, useState } from "react";
import { loadingOf } from "@/api/client";
import { Button } from "@/ui/Button";
import { Empty } from "@/ui/Empty";
import { Panel } from "@/ui/Panel";
import { PriceChart, type Pane, type TimeRange } from "@/ui/PriceChart";
import { State, type StateKind } from "@/ui/State";
import { BaseBars } from "./bars";
import { marksOf } from "./marks";
import { barOf, pointOf, type Painter, type Shown } from "./painter";
import { Picture } from "./picture";
import { Readouts } from "./Readouts";
import { titleOf, VPIN, type SeriesName } from "./series";
import { sizeText } from "./sizes";
import { useBars, type Place } from "./useBars";
import type { Deeds } from "./useDeeds";
import { useDefinition } from "./useDefinition";
import { usePainter } from "./usePainter";
import { useRange } from "./useRange";
import type { Run, Selection } from "./useSelection";
import { useValues } from "./useValues";
import { Values } from "./values";

/** Body and picture: with legend and readouts as high as book and tape beside it. */
const HEIGHT = 684;
const PICTURE = 524;

export interface ChartPanelProps {
  place: Place;
  run: Run;
  selection: Selection;
  deeds: Deeds;
}

/** Candles, volume, VPIN and one factor on one time axis, with what we did. */
export function ChartPanel({ place, run, selection, deeds }: ChartPanelProps) {
  const { step, factor } = selection;
  const [bars] = useState(() => new BaseBars(place.base));
  const series = useSeries(factor, run.records === "trades");
  const picture = useMemo(() => new Picture(bars, step, series), [bars, step, series]);
  const { painter, shown } = usePainter(picture);
  const history = useBars(place, picture, painter.changed);
  const vpinHistory = useValues(place, VPIN, picture, painter.changed);
  const factorHistory = useValues(place, factor, picture, painter.changed);
  const range = useRange(selection, bars, place.isMoving);
  return (
    <Panel
      title={`${place.instrumentId}, ${sizeText(step)} bars`}
      height={HEIGHT}
      loading={loadingOf(history)}
      isEmpty={history.data?.length === 0 && !shown.candles.length}
      empty={<NoBars place={place} />}
      actions={
        <>
          {range.range ? <Button onClick={range.follow}>Show newest</Button> : null}
          <RunState run={run} />
        </>
      }
    >
      <Chart
        key={`${shown.step} ${range.follows}`}
        run={place.isNewest ? null : place.run}
        label={`${place.instrumentId}, bars of ${sizeText(step)}, run ${place.run}`}
        currency={selection.instrument?.currency ?? run.currency}
        precision={selection.instrument?.price_precision ?? 2}
        factor={factor}
        attach={painter.attach}
        shown={shown}
        deeds={deeds}
        range={range.range}
        onRange={range.onRange}
      />
      <Readouts
        place={place}
        deeds={deeds.deeds}
        run={run}
        series={series}
        factor={factor}
        painter={painter}
        histories={{ vpin: vpinHistory, factor: factorHistory }}
      />
    </Panel>
  );
}

/** The values below the price, by their titles. Another factor begins with nothing; bars alone give no VPIN. */
function useSeries(factor: SeriesName, hasTrades: boolean): ReadonlyMap<string, Values> {
  const [vpin] = useState(() => new Values());
  const title = titleOf(factor);
  return useMemo(
    () => new Map([...(hasTrades ? ([[titleOf(VPIN), vpin]] as const) : []), [title, new Values()]]),
    [vpin, title, hasTrades],
  );
}

interface ChartProps {
  /** Null: the newest. */
  run: number | null;
  label: string;
  currency: string;
  precision: number;
  factor: SeriesName;
  attach: Painter["attach"];
  shown: Shown;
  deeds: Deeds;
  range: TimeRange | undefined;
  onRange: (range: TimeRange) => void;
}

function Chart({ run, label, currency, precision, factor, attach, shown, deeds, range, onRange }: ChartProps) {
  const { step, candles, points } = shown;
  const [first] = useState(range);
  const bars = useMemo(() => candles.map((candle) => barOf(candle, step)), [candles, step]);
  const vpinUnit = useDefinition(VPIN).definition?.unit ?? "ratio";
  const factorUnit = useDefinition(factor).definition?.unit ?? "ratio";
  const panes = useMemo<Pane[]>(
    () =>
      [...points].map(([name, found]) => ({
        name,
        unit: name === titleOf(VPIN) ? vpinUnit : factorUnit,
        points: found.map((point) => pointOf(point, step)),
      })),
    [points, step, vpinUnit, factorUnit],
  );
  const markers = useMemo(() => marksOf(deeds.deeds, candles, step), [deeds.deeds, candles, step]);
  const navigate = useNavigate();
  const open = useCallback(
    (order: string) => void navigate({ to: "/orders", search: { order, ...(run !== null && { run }) } }),
    [navigate, run],
  );
  return (
    <PriceChart
      ref={attach}
      label={label}
      currency={currency}
      precision={precision}
      bars={bars}
      panes={panes}
      markers={markers}
      onMarker={open}
      {...(first && { range: first })}
      onRange={onRange}
      height={PICTURE}
    />
  );
}

function NoBars({ place }: { place: Place }) {
  return (
    <Empty title={`No bar of ${place.instrumentId} yet.`}>
      The first one begins with the first {place.base < 86_400 ? "trade" : "day"} that the run plays. If it stands
      still, the Overview says what it waits for.
    </Empty>
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
