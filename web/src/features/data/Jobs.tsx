import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { loadingOf } from "@/api/client";
import { asProblem } from "@/api/problem";
import type { JobLineView, JobView } from "@/api/schema/marketdata";
import { isOpen, store, useCancelJob } from "@/api/store";
import { Button } from "@/ui/Button";
import { DataTable, type Column } from "@/ui/DataTable";
import { Dialog } from "@/ui/Dialog";
import { Empty } from "@/ui/Empty";
import { ErrorBox } from "@/ui/ErrorBox";
import { Number } from "@/ui/Number";
import { Panel } from "@/ui/Panel";
import { State, type StateKind } from "@/ui/State";
import { useAddress } from "./useAddress";

const KINDS: Record<string, StateKind> = { WAITING: "idle", RUNNING: "warn", DONE: "good", FAILED: "bad" };

const JOBS: Column<JobView>[] = [
  { id: "job", title: "Job", width: 60, value: (row) => row.job },
  {
    id: "state",
    title: "State",
    width: 120,
    value: (row) => row.state,
    render: (row) => <State kind={KINDS[row.state] ?? "idle"}>{row.state.toLowerCase()}</State>,
  },
  { id: "kind", title: "Kind", width: 90, value: (row) => row.kind },
  { id: "parts", title: "Parts", width: 90, value: (row) => `${row.parts_done} of ${row.parts}` },
  { id: "rows", title: "Rows", unit: "count", width: 110, value: (row) => row.rows },
  { id: "seconds", title: "At work", unit: "seconds", width: 110, value: (row) => row.seconds },
  { id: "sources", title: "Sources", width: 240, minor: true, value: (row) => row.sources.join(", ") },
  {
    id: "created",
    title: "Asked for",
    width: 170,
    minor: true,
    value: (row) => row.created.slice(0, 19).replace("T", " "),
  },
];

const LINES: Column<JobLineView>[] = [
  { id: "source", title: "Source", width: 90, value: (row) => row.source },
  { id: "part", title: "Part", width: 190, value: (row) => row.part },
  { id: "fetched", title: "Fetched", unit: "count", width: 100, value: (row) => row.fetched },
  { id: "added", title: "New", unit: "count", width: 100, value: (row) => row.added },
  { id: "revised", title: "Revised", unit: "count", width: 90, value: (row) => row.revised },
  { id: "unchanged", title: "Unchanged", unit: "count", width: 110, value: (row) => row.unchanged },
  { id: "quarantined", title: "Set aside", unit: "count", width: 90, value: (row) => row.quarantined },
  { id: "requests", title: "Requests", unit: "count", width: 90, minor: true, value: (row) => row.requests },
  {
    id: "reasons",
    title: "Why",
    width: 320,
    minor: true,
    value: (row) =>
      Object.entries(row.reasons)
        .map(([reason, count]) => `${reason} ${count.toLocaleString("en-US")}`)
        .join("; "),
  },
];

/** What brings data in: jobs, how far they are, and what each did. */
export function Jobs() {
  const { asked, change } = useAddress();
  const query = useQuery(store.jobs());
  const found = query.data ?? [];
  const job = found.find((one) => String(one.job) === asked.job) ?? found[0];
  return (
    <div className="flex flex-col gap-3">
      <Panel
        title="Jobs"
        height={260}
        loading={loadingOf(query)}
        isEmpty={query.data?.length === 0}
        empty={
          <Empty title="No job was asked for yet." command="nautilus ingest --folder FOLDER">
            A job loads the files of a folder; it goes on when the command is ended.
          </Empty>
        }
      >
        <DataTable
          id="data-jobs"
          label="Jobs"
          rows={found}
          columns={JOBS}
          rowKey={(row) => String(row.job)}
          selected={job ? String(job.job) : null}
          onOpen={(row) => change({ job: String(row.job) })}
          empty={<Empty title="No job." />}
          filename="jobs"
          height={225}
        />
      </Panel>
      {job ? <Job key={job.job} job={job} /> : null}
    </div>
  );
}

/** One job: its progress while it goes on, and its sheet. */
function Job({ job }: { job: JobView }) {
  const [isAsking, ask] = useState(false);
  const cancel = useCancelJob();
  return (
    <Panel
      title={`Job ${job.job}: ${job.kind} ${job.folder ?? ""}`}
      height={440}
      actions={
        isOpen(job) ? (
          <Button kind="danger" disabled={cancel.isPending} onClick={() => ask(true)}>
            Call it off…
          </Button>
        ) : null
      }
    >
      {cancel.error ? <ErrorBox problem={asProblem(cancel.error)} /> : null}
      <Progress job={job} />
      <DataTable
        id="data-job"
        label={`Sheet of job ${job.job}`}
        rows={job.sheet}
        columns={LINES}
        rowKey={(row) => `${row.source} ${row.part} ${row.sha256}`}
        empty={<Empty title="It has stored nothing yet." />}
        filename={`job-${job.job}`}
        height={320}
      />
      {isAsking ? (
        <Dialog open onClose={() => ask(false)} title={`Call off job ${job.job}?`}>
          <p>
            It has done {job.parts_done} of {job.parts} parts and {job.rows.toLocaleString("en-US")} rows. What is
            stored stays; the rest is not stored. The same ingestion, asked for again, goes on where this one ended.
          </p>
          <div className="flex gap-2 pt-3">
            <Button
              kind="danger"
              onClick={() => {
                ask(false);
                cancel.mutate(job.job);
              }}
            >
              Call it off
            </Button>
            <Button onClick={() => ask(false)}>Let it go on</Button>
          </div>
        </Dialog>
      ) : null}
    </Panel>
  );
}

function Progress({ job }: { job: JobView }) {
  const rate = job.seconds > 0 ? job.rows / job.seconds : null;
  return (
    <div className="flex flex-col gap-1 border-b border-line px-3 py-2">
      <div
        role="progressbar"
        aria-label={`Parts of job ${job.job} that are stored`}
        aria-valuenow={job.parts_done}
        aria-valuemin={0}
        aria-valuemax={Math.max(job.parts, 1)}
        className="h-2 overflow-hidden rounded bg-line"
      >
        <div className="h-full bg-accent" style={{ width: `${(100 * job.parts_done) / Math.max(job.parts, 1)}%` }} />
      </div>
      <p className="flex flex-wrap gap-x-4">
        <State kind={KINDS[job.state] ?? "idle"}>{job.state.toLowerCase()}</State>
        <span>
          {job.parts_done} of {job.parts} parts
        </span>
        <span>
          <Number value={job.rows} unit="count" /> rows
        </span>
        <span>
          <Number value={job.seconds} unit="seconds" /> at work
        </span>
        {rate === null ? null : <Number value={rate} unit="per_second" />}
        {isOpen(job) && job.part ? (
          <span className="text-dim">
            now {job.source}, {job.part}
          </span>
        ) : null}
      </p>
      {job.problem ? <p className="text-danger">✕ {job.problem}</p> : null}
    </div>
  );
}
