import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { every } from "@/api/client";
import { asProblem } from "@/api/problem";
import { risk, useKill } from "@/api/risk";
import { ErrorBox } from "@/ui/ErrorBox";
import { Field } from "@/ui/Field";
import { HoldButton } from "@/ui/HoldButton";
import { Skeleton } from "@/ui/Skeleton";
import { focusNow } from "../focusNow";
import { consequences } from "./preview";

/** What a kill will do, why it is done, and the button that has to be held. */
export function KillForm({ account }: { account: string }) {
  const told = useId();
  const [reason, setReason] = useState("");
  const preview = useQuery({ ...risk.killPreview(account), refetchInterval: every(1_000) });
  const kill = useKill();
  const missing = reason.trim() === "" ? "Say why first: it is written into the journal." : "";
  return (
    <div className="flex flex-col gap-3">
      <div id={told} className="min-h-[6.5em]">
        {preview.data ? (
          <ul className="flex list-disc flex-col gap-1 pl-5">
            {consequences(preview.data).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        ) : preview.error ? (
          <ErrorBox problem={asProblem(preview.error)} onRetry={() => void preview.refetch()} />
        ) : (
          <Skeleton height={90} />
        )}
      </div>
      <Field
        ref={focusNow}
        label="Reason"
        required
        value={reason}
        maxLength={1_000}
        onChange={(event) => setReason(event.target.value)}
        hint="Written into the journal, with your session and the time."
      />
      <HoldButton
        label={`Stop all trading of ${account}`}
        describedBy={told}
        disabled={missing !== "" || kill.isPending}
        onHeld={() => kill.mutate({ account, reason: reason.trim() })}
      />
      {missing ? <p className="text-dim">{missing}</p> : null}
      {kill.error ? <ErrorBox problem={asProblem(kill.error)} /> : null}
    </div>
  );
}
