import { useQuery } from "@tanstack/react-query";
import { loadingOf } from "@/api/client";
import type { QuarantineView, SourceView } from "@/api/schema/marketdata";
import { store } from "@/api/store";
import { DataTable, type Column } from "@/ui/DataTable";
import { Empty } from "@/ui/Empty";
import { Panel } from "@/ui/Panel";
import { State } from "@/ui/State";
import { Gaps } from "./Gaps";
import { Grades } from "./Grades";
import { useAddress } from "./useAddress";

const GRADES = ["A", "B", "C", "D", "E", "F"] as const;

const SOURCES: Column<SourceView>[] = [
  { id: "source", title: "Source", width: 100, value: (row) => row.source },
  { id: "records", title: "Records", unit: "count", width: 110, value: (row) => row.records },
  {
    id: "years",
    title: "About",
    width: 100,
    value: (row) => (row.first_year === null ? null : `${row.first_year}–${row.last_year}`),
  },
  { id: "quarantined", title: "Set aside", unit: "count", width: 100, value: (row) => row.quarantined },
  {
    id: "grades",
    title: "Series by grade",
    width: 240,
    value: (row) => GRADES.map((grade) => (row.grades[grade] ? `${grade} ${row.grades[grade]}` : "")).join(" "),
    render: (row) =>
      Object.keys(row.grades).length ? (
        GRADES.filter((grade) => row.grades[grade])
          .map((grade) => `${grade} ${row.grades[grade]?.toLocaleString("en-US")}`)
          .join(" · ")
      ) : (
        <span className="text-dim">not checked yet</span>
      ),
  },
  { id: "payloads", title: "Payloads", unit: "count", width: 90, minor: true, value: (row) => row.payloads },
  { id: "bytes", title: "Bytes", unit: "count", width: 120, minor: true, value: (row) => row.bytes },
  {
    id: "fetched",
    title: "Newest fetched",
    width: 180,
    minor: true,
    value: (row) => row.fetched?.slice(0, 19).replace("T", " ") ?? null,
  },
  {
    id: "terms",
    title: "Terms",
    width: 320,
    minor: true,
    value: (row) => row.licence,
    render: (row) => (
      <>
        <State kind={row.may_redistribute ? "good" : "warn"}>
          {row.may_redistribute ? "may be passed on" : "not to be passed on"}
        </State>{" "}
        <span className="text-dim">{row.licence}</span>
      </>
    ),
  },
];

const ASIDE: Column<QuarantineView>[] = [
  { id: "source", title: "Source", width: 90, value: (row) => row.source },
  { id: "kind", title: "Kind", width: 100, value: (row) => row.kind },
  { id: "reason", title: "Why", width: 280, value: (row) => row.reason },
  { id: "rows", title: "Rows", unit: "count", width: 90, value: (row) => row.rows },
];

/** How good the data are: by source, by series, what was set aside, what is missing. */
export function Quality() {
  return (
    <div className="flex flex-col gap-3">
      <Sources />
      <div className="grid gap-3 xl:grid-cols-2">
        <Grades />
        <Quarantine />
      </div>
      <Gaps />
    </div>
  );
}

function Sources() {
  const { asked, change } = useAddress();
  const query = useQuery(store.sources());
  return (
    <Panel
      title="Sources"
      height={280}
      loading={loadingOf(query)}
      isEmpty={query.data?.length === 0}
      empty={
        <Empty title="Nothing is stored yet." command="nautilus ingest --folder FOLDER">
          Load the files of a folder.
        </Empty>
      }
    >
      <DataTable
        id="data-sources"
        label="Sources; one opened limits the grades to it"
        rows={query.data ?? []}
        columns={SOURCES}
        rowKey={(row) => row.source}
        selected={asked.source ?? null}
        onOpen={(row) => change({ source: row.source === asked.source ? undefined : row.source })}
        empty={<Empty title="No source." />}
        filename="sources"
        parquet="/api/export/marketdata/quality/sources"
        height={245}
      />
    </Panel>
  );
}

/** Rows that cannot be true, by reason: they are kept, and no read gives them. */
function Quarantine() {
  const query = useQuery(store.quarantine());
  return (
    <Panel
      title="Set aside"
      height={320}
      loading={loadingOf(query)}
      isEmpty={query.data?.length === 0}
      empty={<Empty title="No row was set aside.">Rows that cannot be true come here with their reason.</Empty>}
    >
      <DataTable
        id="data-quarantine"
        label="Rows set aside, by reason"
        rows={query.data ?? []}
        columns={ASIDE}
        rowKey={(row) => `${row.source} ${row.kind} ${row.reason}`}
        empty={<Empty title="No row was set aside." />}
        filename="quarantine"
        parquet="/api/export/marketdata/quality/quarantine"
        height={285}
      />
    </Panel>
  );
}
