import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { loadingOf } from "@/api/client";
import type { GapView } from "@/api/schema/marketdata";
import { store } from "@/api/store";
import { Button } from "@/ui/Button";
import { DataTable, type Column } from "@/ui/DataTable";
import { Empty } from "@/ui/Empty";
import { Field } from "@/ui/Field";
import { Heatmap } from "@/ui/Heatmap";
import { Panel } from "@/ui/Panel";
import { Time } from "@/ui/Time";
import { heatOf, monthBefore, nameOf } from "./gaps";
import { useAddress } from "./useAddress";

const MONTHS = 24;
const MAP_HEIGHT = 420;

const LINES: Column<GapView>[] = [
  { id: "symbol", title: "Instrument", width: 110, value: (row) => row.symbol },
  { id: "source", title: "Source", width: 90, value: (row) => row.source },
  {
    id: "first",
    title: "First bar",
    unit: "timestamp_ns",
    width: 110,
    minor: true,
    value: (row) => row.first,
    render: (row) => <Time ns={row.first} precision="day" />,
  },
  {
    id: "last",
    title: "Last bar",
    unit: "timestamp_ns",
    width: 110,
    minor: true,
    value: (row) => row.last,
    render: (row) => <Time ns={row.last} precision="day" />,
  },
  { id: "missing", title: "Missing", unit: "count", width: 90, value: (row) => row.missing.length },
  {
    id: "days",
    title: "Sessions without a bar",
    width: 320,
    value: (row) => row.missing.slice(0, 20).join(", ") + (row.missing.length > 20 ? ", …" : ""),
  },
];

/** Daily bars against the sessions of New York, by instrument and month. */
export function Gaps() {
  const { asked, change } = useAddress();
  const query = useQuery(store.gaps(asked.names ?? "", asked.until ?? "", asked.names ? "" : (asked.from ?? "")));
  const found = query.data;
  const heat = useMemo(() => (found ? heatOf(found) : null), [found]);
  const last = found?.months.at(-1);
  const loading = loadingOf(query);
  return (
    <Panel
      title="Gaps"
      height={MAP_HEIGHT + 300}
      // While others are on their way, those that are shown stay.
      loading={query.isPlaceholderData ? { ...loading, updatedAt: 1 } : loading}
      isEmpty={!found?.items.length}
      empty={
        <Empty title={asked.names ? "Nothing has daily bars under these names." : "No instrument has daily bars."}>
          {query.error?.message}
          {asked.names ? <Button onClick={() => change({ names: undefined })}>Show all instruments</Button> : null}
        </Empty>
      }
      actions={
        <>
          <Names key={asked.names} names={asked.names ?? ""} onNames={(names) => change({ names })} />
          <Moves last={last} next={found?.next_cursor ?? undefined} isFirst={!asked.from} />
        </>
      }
    >
      {found && heat ? (
        <>
          <p className="px-3 py-1.5 text-dim">
            Bars against sessions, {found.months[0]} to {last}: 0% is whole, −5% lacks one session of twenty. As of{" "}
            {found.as_of === "latest" ? "now" : found.as_of}; calendar of New York.
          </p>
          <Heatmap label="Daily bars against sessions" unit="fraction" precision={0} height={MAP_HEIGHT} {...heat} />
          <DataTable
            id="data-gaps"
            label="Sessions without a bar"
            rows={found.items}
            columns={LINES}
            rowKey={nameOf}
            onOpen={(row) => change({ tab: undefined, kind: "instrument", subject: row.symbol, part: undefined }, true)}
            empty={<Empty title="No instrument." />}
            filename="gaps"
            height={180}
          />
        </>
      ) : null}
    </Panel>
  );
}

interface MovesProps {
  /** Month that is shown last. */
  last: string | undefined;
  /** Where the next instruments begin. */
  next: string | undefined;
  isFirst: boolean;
}

function Moves({ last, next, isFirst }: MovesProps) {
  const { change } = useAddress();
  return (
    <>
      <Button disabled={!last} onClick={() => last && change({ until: monthBefore(last, MONTHS) })}>
        ◀ Earlier
      </Button>
      <Button disabled={!last} onClick={() => last && change({ until: monthBefore(last, -MONTHS) })}>
        Later ▶
      </Button>
      <Button disabled={isFirst} onClick={() => change({ from: undefined })}>
        First instruments
      </Button>
      <Button disabled={!next} onClick={() => next && change({ from: next }, true)}>
        Next instruments
      </Button>
    </>
  );
}

function Names({ names, onNames }: { names: string; onNames: (names: string | undefined) => void }) {
  const [typed, setTyped] = useState(names);
  return (
    <form
      className="flex items-end gap-1"
      onSubmit={(event) => {
        event.preventDefault();
        onNames(typed.trim() || undefined);
      }}
    >
      <Field
        label="Instruments"
        placeholder="AAPL, IBM, META"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Button type="submit">Show</Button>
    </form>
  );
}
