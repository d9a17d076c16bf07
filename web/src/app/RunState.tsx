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
export function RunState({ className }: { className: string }) {
  const { data } = useRun();
  if (!data) return null;
  const isStalled = data.state === "RUNNING" && data.stalled_by.length > 0;
  return (
    <p className={`${className} items-baseline gap-2 whitespace-nowrap`}>
      <span className="mr-2 text-dim">
        run {data.run} · {data.session}
      </span>
      <State kind={isStalled ? "bad" : KINDS[data.state]}>{isStalled ? "stalled" : data.state.toLowerCase()}</State>
    </p>
  );
}
