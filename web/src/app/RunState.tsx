import type { RunView } from "@/api/schema/marketdata";
import { State, type StateKind } from "@/ui/State";
import { useRun } from "./useRun";

const KINDS: Readonly<Record<RunView["state"], StateKind>> = {
  STARTING: "warn",
  RUNNING: "good",
  PAUSED: "warn",
  DRAINING: "good",
  FINISHED: "idle",
  STOPPED: "idle",
};

/** Which session plays, and whether it does. */
export function RunState() {
  const { data } = useRun();
  if (!data) return null;
  const isStalled = data.state === "RUNNING" && data.stalled_by.length > 0;
  return (
    <p className="hidden items-baseline gap-2 whitespace-nowrap lg:flex" aria-label="Run">
      <span className="text-dim">
        run {data.run} · {data.session}
      </span>
      <State kind={isStalled ? "bad" : KINDS[data.state]}>{isStalled ? "stalled" : data.state.toLowerCase()}</State>
    </p>
  );
}
