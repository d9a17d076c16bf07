import { Link } from "@tanstack/react-router";
import { announce } from "@/app/announce";
import { useKeys } from "@/app/keys";
import { useTitle } from "@/app/useTitle";
import { loadingOf } from "@/api/client";
import { Empty } from "@/ui/Empty";
import { Panel } from "@/ui/Panel";
import { Book } from "./Book";
import { ChartPanel } from "./ChartPanel";
import { Controls } from "./Controls";
import { nextSize, sizeText } from "./sizes";
import { TapePanel } from "./TapePanel";
import type { Place } from "./useBars";
import { useDeeds } from "./useDeeds";
import { useSelection, type Run, type Selection } from "./useSelection";

/** What is traded: prices of a run as it plays, the book and the tape, and what we did. */
export default function Market() {
  const selection = useSelection();
  const { symbol, steps, step, change } = selection;
  useTitle(symbol ? `${symbol}, Market` : "Market");
  const go = (by: 1 | -1): void => {
    const next = nextSize(steps, step, by);
    change({ bar: next });
    announce(`Bars of ${sizeText(next)}`);
  };
  useKeys({ "[": () => go(-1), "]": () => go(1) });
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-end gap-x-6 gap-y-2">
        <h1 tabIndex={-1} className="min-w-[5rem] text-[1.3em] font-semibold">
          Market
        </h1>
        <Controls selection={selection} />
      </div>
      <Content selection={selection} />
    </div>
  );
}

function Content({ selection }: { selection: Selection }) {
  const { run, symbol, isPlayed, isNewest } = selection;
  const base = run.data?.steps[0];
  if (run.isPending) return <Waiting selection={selection} />;
  if (!run.data || base === undefined || !isPlayed) {
    return (
      <Panel
        title={symbol || "Prices"}
        height={684}
        loading={loadingOf(run)}
        isEmpty
        empty={<Nothing selection={selection} />}
      >
        {null}
      </Panel>
    );
  }
  const isMoving = isNewest && (run.data.state === "RUNNING" || run.data.state === "DRAINING");
  const place = { run: run.data.run, instrumentId: symbol, base, isNewest, isMoving };
  // Another run or instrument begins with nothing of the one before.
  return <Played key={`${place.run} ${symbol}`} place={place} run={run.data} selection={selection} />;
}

const COLUMNS = "grid gap-3 lg:grid-cols-[minmax(0,7fr)_minmax(0,3fr)]";

/** The places of what comes, as large as it will be. */
function Waiting({ selection: { run, symbol } }: { selection: Selection }) {
  const loading = loadingOf(run);
  return (
    <div className={COLUMNS}>
      <Panel title={symbol || "Prices"} height={684} loading={loading}>
        {null}
      </Panel>
      <div className="flex min-w-0 flex-col gap-3">
        <Panel title="Book" height={218} loading={loading}>
          {null}
        </Panel>
        <Panel title="Tape" height={420} loading={loading}>
          {null}
        </Panel>
      </div>
    </div>
  );
}

function Played({ place, run, selection }: { place: Place; run: Run; selection: Selection }) {
  const deeds = useDeeds(place);
  const { instrument } = selection;
  const currency = instrument?.currency ?? run.currency;
  const precision = instrument?.price_precision ?? 2;
  return (
    <div className={COLUMNS}>
      <ChartPanel place={place} run={run} selection={selection} deeds={deeds} />
      <div className="flex min-w-0 flex-col gap-3">
        <Book
          place={place}
          currency={currency}
          precision={precision}
          tick={instrument?.price_increment ?? ""}
          hasBegun={run.sequence > 0}
        />
        <TapePanel
          place={place}
          currency={currency}
          precision={precision}
          hasTrades={run.records === "trades"}
          ours={deeds.bySequence}
          session={run.session}
        />
      </div>
    </div>
  );
}

/** Why there is nothing to see, and what to do about it. */
function Nothing({ selection: { run, symbol } }: { selection: Selection }) {
  if (run.data) {
    return (
      <Empty title={`Run ${run.data.run} does not play ${symbol}.`}>
        It plays {run.data.instruments.join(", ")}. Choose one of these, or another run as the source.
      </Empty>
    );
  }
  return (
    <Empty title="Nothing has been played yet." command="nautilus replay start --session es-trades --speed 60">
      Start a session on the{" "}
      <Link to="/" className="text-accent underline">
        Overview
      </Link>
      , or with this command. Prices appear here as they are played.
    </Empty>
  );
}
