import { useEffect } from "react";
import { useConnection, usePaused, type LinkState } from "@/live";
import { Button } from "@/ui/Button";
import { State, type StateKind } from "@/ui/State";
import { announce } from "./announce";

const LOOKS: Readonly<Record<LinkState, { kind: StateKind; word: string }>> = {
  connecting: { kind: "warn", word: "connecting" },
  open: { kind: "good", word: "live" },
  reconnecting: { kind: "bad", word: "reconnecting" },
  expired: { kind: "bad", word: "logged out" },
};

/** Whether live values come in, and how late; with the switch that lets them go on when they are held still. */
export function ConnectionState() {
  const { state, lagMs, updatesPerSecond, problem } = useConnection();
  const [isPaused, toggle] = usePaused();
  const { kind, word } = LOOKS[state];
  useEffect(() => {
    if (state !== "connecting") announce(`Connection: ${word}`);
  }, [state, word]);
  return (
    <div className="flex items-center gap-1">
      <p
        className="flex items-baseline gap-1 whitespace-nowrap"
        title={`${updatesPerSecond} updates a second${problem ? `; refused: ${problem}` : ""}`}
      >
        <output className="sr-only" aria-label="Connection">
          {word}
        </output>
        <span aria-hidden="true">
          <State kind={kind}>
            <span className="hidden sm:inline">{word}</span>
          </State>
        </span>
        <span className="inline-block min-w-[5ch] text-right text-dim">{lagMs === null ? "– ms" : `${lagMs} ms`}</span>
      </p>
      {isPaused ? (
        <Button onClick={toggle} title="Live values are held still; press . to let them go on">
          ▶ paused
        </Button>
      ) : null}
    </div>
  );
}
