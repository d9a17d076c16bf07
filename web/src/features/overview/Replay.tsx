import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { every, loadingOf } from "@/api/client";
import { marketdata, useReplayOrder, useReplaySpeed, useStartReplay } from "@/api/marketdata";
import { asProblem } from "@/api/problem";
import { Button } from "@/ui/Button";
import { byWidth } from "@/ui/byWidth";
import { ErrorBox } from "@/ui/ErrorBox";
import { Panel } from "@/ui/Panel";
import { Select } from "@/ui/Select";
import { State, type StateKind } from "@/ui/State";
import { Time } from "@/ui/Time";
import { speedLabel, speedOptions, watchableSpeed } from "./speeds";

type Run = NonNullable<ReturnType<typeof useRun>["data"]>;

const KINDS: Record<string, StateKind> = {
  STARTING: "warn",
  RUNNING: "good",
  PAUSED: "warn",
  DRAINING: "good",
  FINISHED: "idle",
  STOPPED: "idle",
};
const ENDED = new Set(["FINISHED", "STOPPED"]);

/** The newest run, asked for once a second while it goes on. */
export function useRun() {
  return useQuery({ ...marketdata.run(), refetchInterval: every(1_000) });
}

/** Which session plays, how fast, where it is, and the controls of all that. */
export function Replay() {
  const run = useRun();
  const current = run.data && !run.error ? run.data : null;
  return (
    <Panel title="Replay" loading={loadingOf(run)} height={byWidth(640, 390, 235)}>
      <div className="flex flex-col gap-3 p-3">
        {current ? <Position run={current} /> : <p>Nothing has been played yet. Choose a session and start it.</p>}
        {current && !ENDED.has(current.state) ? <Controls run={current} /> : null}
        <Starter run={current} />
      </div>
    </Panel>
  );
}

function Position({ run }: { run: Run }) {
  const share = run.record_count ? run.sequence / run.record_count : 0;
  return (
    <div className="flex flex-col gap-1">
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <span>
          Run {run.run}, <strong>{run.session}</strong>
        </span>
        <State kind={KINDS[run.state] ?? "warn"}>{run.state.toLowerCase()}</State>
        <span className="text-dim">{speedLabel(run.speed)}</span>
        <span>
          {run.ts_event === null ? "before the first record" : <Time ns={run.ts_event} />}{" "}
          <span className="text-dim">session time, UTC</span>
        </span>
      </div>
      <progress
        aria-label={`Position of run ${run.run} in its session`}
        value={run.sequence}
        max={Math.max(run.record_count, 1)}
        className="h-2 w-full appearance-none overflow-hidden rounded bg-line [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent"
      />
      <p className="flex flex-wrap justify-between gap-x-4 text-dim">
        <Time ns={run.first_ts} precision="minute" />
        <span className="order-last w-full sm:order-none sm:w-auto">
          {run.sequence.toLocaleString("en-US")} of {run.record_count.toLocaleString("en-US")} records (
          {Math.floor(share * 100)} %)
        </span>
        <Time ns={run.last_ts} precision="minute" />
      </p>
      {run.stalled_by.length ? (
        <p>
          <State kind="warn">waits for {run.stalled_by.join(", ")}</State>
        </p>
      ) : null}
    </div>
  );
}

function Controls({ run }: { run: Run }) {
  const order = useReplayOrder();
  const speed = useReplaySpeed();
  const busy = order.isPending || speed.isPending;
  const give = (name: "pause" | "resume" | "stop" | "restart") => order.mutate({ run: run.run, order: name });
  const problem = order.error ?? speed.error;
  return (
    <>
      <div className="flex flex-wrap items-end gap-2">
        {run.state === "PAUSED" ? (
          <Button kind="primary" disabled={busy} onClick={() => give("resume")}>
            Resume
          </Button>
        ) : (
          <Button disabled={busy} onClick={() => give("pause")}>
            Pause
          </Button>
        )}
        <Button disabled={busy} onClick={() => give("restart")}>
          Restart as a new run
        </Button>
        <Button disabled={busy} onClick={() => give("stop")}>
          Stop
        </Button>
        <Select
          label="Speed"
          value={String(run.speed)}
          options={speedOptions(run.speed)}
          disabled={busy}
          onChange={(value) => speed.mutate({ run: run.run, speed: Number(value) })}
        />
      </div>
      {problem ? <ErrorBox problem={asProblem(problem)} /> : null}
    </>
  );
}

/** Start a session; while another run goes on it says that this one is stopped. */
function Starter({ run }: { run: Run | null }) {
  const sessions = useQuery(marketdata.sessions());
  const start = useStartReplay();
  const [chosen, choose] = useState<string | null>(null);
  const session = sessions.data?.find(({ name }) => name === (chosen ?? run?.session)) ?? sessions.data?.[0];
  const [speed, setSpeed] = useState<number | null>(null);
  if (!session) {
    return sessions.data ? <p>No session is stored. Run `nautilus up` again: it loads the bundled history.</p> : null;
  }
  const goesOn = run !== null && !ENDED.has(run.state);
  const wanted = speed ?? watchableSpeed(session.first_ts, session.last_ts);
  return (
    <form
      className="flex flex-wrap items-end gap-2 border-t border-line pt-3"
      onSubmit={(event) => {
        event.preventDefault();
        start.mutate({ session: session.name, speed: wanted, replace: goesOn });
      }}
    >
      <Select
        label="Session"
        value={session.name}
        options={(sessions.data ?? []).map(({ name }) => ({ value: name, label: name }))}
        onChange={choose}
      />
      <Select
        label="Speed of the new run"
        value={String(wanted)}
        options={speedOptions(wanted)}
        onChange={(value) => setSpeed(Number(value))}
      />
      <Button type="submit" kind={goesOn ? "plain" : "primary"} disabled={start.isPending}>
        {goesOn ? `Stop run ${run.run} and start` : "Start"}
      </Button>
      <p className="w-full text-dim">{session.summary}</p>
      {start.error ? <ErrorBox problem={asProblem(start.error)} /> : null}
    </form>
  );
}
