import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { loadingOf } from "@/api/client";
import type { FindingView, GradeView } from "@/api/schema/marketdata";
import { MOST_GRADES, store } from "@/api/store";
import { Button } from "@/ui/Button";
import { DataTable, type Column } from "@/ui/DataTable";
import { Drawer } from "@/ui/Drawer";
import { Empty } from "@/ui/Empty";
import { Panel } from "@/ui/Panel";
import { Select } from "@/ui/Select";
import { State, type StateKind } from "@/ui/State";
import { Time } from "@/ui/Time";
import { useAddress } from "./useAddress";

const LETTERS = ["A", "B", "C", "D", "E", "F"] as const;
type Letter = (typeof LETTERS)[number];
const KINDS: Record<Letter, StateKind> = { A: "good", B: "good", C: "idle", D: "warn", E: "warn", F: "bad" };
const SEVERITIES: Record<number, { word: string; kind: StateKind }> = {
  1: { word: "worth knowing", kind: "idle" },
  2: { word: "in doubt", kind: "warn" },
  3: { word: "cannot be true", kind: "bad" },
};
const isLetter = (text: string | undefined): text is Letter => LETTERS.some((letter) => letter === text);

const reasonsOf = ({ reasons }: GradeView): string =>
  Object.entries(reasons)
    .map(([check, count]) => `${check} ${count}`)
    .join(", ");

const GRADES: Column<GradeView>[] = [
  {
    id: "grade",
    title: "Grade",
    width: 70,
    value: (row) => row.grade,
    render: (row) => <State kind={isLetter(row.grade) ? KINDS[row.grade] : "idle"}>{row.grade}</State>,
  },
  { id: "subject", title: "Series", width: 130, value: (row) => row.subject },
  { id: "reasons", title: "Findings", width: 200, value: reasonsOf },
  { id: "share", title: "Share", unit: "fraction", width: 80, value: (row) => row.share },
  { id: "dataset", title: "Dataset", width: 180, minor: true, value: (row) => row.dataset },
  { id: "rows", title: "Rows", unit: "count", width: 90, minor: true, value: (row) => row.rows },
];

const FINDINGS: Column<FindingView>[] = [
  { id: "valid", title: "About", unit: "timestamp_ns", width: 150, value: (row) => row.valid },
  { id: "check", title: "Check", width: 120, value: (row) => row.check },
  {
    id: "severity",
    title: "How grave",
    width: 140,
    value: (row) => row.severity,
    render: (row) => {
      const { word, kind } = SEVERITIES[row.severity] ?? { word: String(row.severity), kind: "idle" };
      return <State kind={kind}>{word}</State>;
    },
  },
  { id: "evidence", title: "Evidence", width: 300, value: (row) => JSON.stringify(row.evidence) },
];

/** Grades of series with their reasons, the worst first; one opened shows its findings. */
export function Grades() {
  const { asked, change } = useAddress();
  const grade = isLetter(asked.grade) ? asked.grade : null;
  const query = useQuery(store.grades({ source: asked.source ?? "", grade }));
  const [opened, open] = useState<GradeView | null>(null);
  const isFiltered = grade !== null || asked.source !== undefined;
  return (
    <Panel
      title="Grades"
      height={320}
      loading={loadingOf(query)}
      isEmpty={query.data?.length === 0}
      empty={
        isFiltered ? (
          <Empty title="No series has such a grade.">
            <Button onClick={() => change({ grade: undefined, source: undefined })}>Show all grades</Button>
          </Empty>
        ) : (
          <Empty title="No series was checked yet." command="nautilus data quality">
            Whole series are checked when nothing is being stored; grades appear here as they are given.
          </Empty>
        )
      }
      actions={
        <>
          {query.data?.length === MOST_GRADES ? (
            <span className="text-dim">the worst {MOST_GRADES.toLocaleString("en-US")}</span>
          ) : null}
          {asked.source ? <Button onClick={() => change({ source: undefined })}>{asked.source} ✕</Button> : null}
          <Select
            label="Grade"
            hideLabel
            value={grade ?? ""}
            options={[{ value: "", label: "all grades" }, ...LETTERS.map((value) => ({ value, label: value }))]}
            onChange={(letter) => change({ grade: letter })}
          />
        </>
      }
    >
      <DataTable
        id="data-grades"
        label="Grades of series"
        rows={query.data ?? []}
        columns={GRADES}
        rowKey={(row) => `${row.dataset} ${row.subject}`}
        onOpen={open}
        empty={<Empty title="No grade." />}
        filename="grades"
        parquet="/api/export/marketdata/quality/grades"
        height={285}
      />
      {opened ? <Findings of={opened} onClose={() => open(null)} /> : null}
    </Panel>
  );
}

/** Why a series has its grade. */
function Findings({ of, onClose }: { of: GradeView; onClose: () => void }) {
  const { change } = useAddress();
  const query = useQuery(store.findings(of.dataset, of.subject));
  return (
    <Drawer open onClose={onClose} title={`${of.subject}: grade ${of.grade}`}>
      <p className="pb-1">{of.rule}</p>
      <p className="pb-3 text-dim">
        {of.dataset}, {of.rows.toLocaleString("en-US")} rows, checked <Time ns={of.made} /> UTC
      </p>
      <Panel
        title="Findings"
        height={420}
        loading={loadingOf(query)}
        isEmpty={query.data?.length === 0}
        empty={<Empty title="No check found anything." />}
      >
        <DataTable
          id="data-findings"
          label="Findings, the gravest first"
          rows={query.data ?? []}
          columns={FINDINGS}
          rowKey={(row) => `${row.valid} ${row.check}`}
          onOpen={(row) => {
            onClose();
            change({ id: row.id });
          }}
          empty={<Empty title="No finding." />}
          filename={`${of.subject}-findings`}
          height={385}
        />
      </Panel>
    </Drawer>
  );
}
