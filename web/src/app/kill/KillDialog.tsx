import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { loadingOf } from "@/api/client";
import { risk } from "@/api/risk";
import { Dialog } from "@/ui/Dialog";
import { Empty } from "@/ui/Empty";
import { ErrorBox } from "@/ui/ErrorBox";
import { Skeleton } from "@/ui/Skeleton";
import { KillForm } from "./KillForm";
import { RearmForm } from "./RearmForm";
import { useHalted } from "./useHalted";

/** Stop trading, see that it has stopped, and allow it again. */
export default function KillDialog({ onClose }: { onClose: () => void }) {
  const { isHalted, account } = useHalted();
  const wasHalted = useRef(isHalted);
  const limits = useQuery(risk.limits());
  const { isPending, problem, retry } = loadingOf(limits);
  useEffect(() => {
    // Armed again, by whomever: what would stand here now is the form that stops trading.
    if (wasHalted.current && !isHalted) onClose();
    wasHalted.current = isHalted;
  }, [isHalted, onClose]);
  return (
    <Dialog open onClose={onClose} title={isHalted ? `Trading of ${account} is halted` : "Kill switch"}>
      {account ? (
        isHalted ? (
          <RearmForm account={account} />
        ) : (
          <KillForm account={account} />
        )
      ) : isPending ? (
        <Skeleton height={120} />
      ) : problem ? (
        <ErrorBox problem={problem} onRetry={retry} />
      ) : (
        <Empty title="There is nothing to stop.">No run was started yet, so there is no account that trades.</Empty>
      )}
    </Dialog>
  );
}
