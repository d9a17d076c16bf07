import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { every } from "@/api/client";
import { asProblem } from "@/api/problem";
import { risk, useRearm } from "@/api/risk";
import type { KillView } from "@/api/schema/risk";
import { ErrorBox } from "@/ui/ErrorBox";
import { Field } from "@/ui/Field";
import { HoldButton } from "@/ui/HoldButton";
import { Skeleton } from "@/ui/Skeleton";
import { State } from "@/ui/State";
import { Time } from "@/ui/Time";
import { focusNow } from "../focusNow";

/** What the kill has done, as execution confirmed it, and what allows orders again. */
export function RearmForm({ account }: { account: string }) {
  const [reason, setReason] = useState("");
  const kills = useQuery({ ...risk.kills(), refetchInterval: every(500) });
  const kill = kills.data?.find((one) => one.account === account);
  const rearm = useRearm();
  const isReady = reason.trim() !== "" && !rearm.isPending;
  return (
    <div className="flex flex-col gap-3">
      <div className="min-h-[6.5em]">
        {kill ? <Result kill={kill} /> : <Skeleton height={90} />}
        {kills.error ? <ErrorBox problem={asProblem(kills.error)} /> : null}
      </div>
      <Field
        ref={focusNow}
        label="Reason to re-arm"
        required
        value={reason}
        maxLength={1_000}
        onChange={(event) => setReason(event.target.value)}
        hint="Strategies and manual orders can trade again at once. Written into the journal."
      />
      <HoldButton
        label={`Allow orders of ${account} again`}
        disabled={!isReady}
        onHeld={() => rearm.mutate({ account, reason: reason.trim() })}
      />
      {rearm.error ? <ErrorBox problem={asProblem(rearm.error)} /> : null}
    </div>
  );
}

function Result({ kill }: { kill: KillView }) {
  const isConfirmed = kill.state === "CONFIRMED";
  return (
    <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1" aria-live="assertive">
      <dt className="text-dim">State</dt>
      <dd>
        <State kind={isConfirmed ? "good" : "warn"}>
          {isConfirmed ? "confirmed: nothing trades" : "new orders are refused; waiting for execution to confirm"}
        </State>
      </dd>
      <dt className="text-dim">Cancelled</dt>
      <dd>{kill.cancelled === null ? "not known yet" : `${kill.cancelled} open orders`}</dd>
      <dt className="text-dim">Took</dt>
      <dd>{kill.seconds_to_confirm === null ? "not known yet" : `${kill.seconds_to_confirm.toFixed(3)} s`}</dd>
      {kill.node_restarted ? (
        <>
          <dt className="text-dim">Node</dt>
          <dd>did not answer in time and was ended; its strategies are switched off</dd>
        </>
      ) : null}
      <dt className="text-dim">By</dt>
      <dd className="break-words">
        {kill.actor}: {kill.reason}
      </dd>
      <dt className="text-dim">At</dt>
      <dd>
        <Time ns={kill.killed_ns} />
      </dd>
    </dl>
  );
}
