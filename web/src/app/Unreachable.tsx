import { useCell } from "@/api/cell";
import { expired, reachable } from "@/api/client";
import { Notice } from "./Notice";
import { useRecovery } from "./useRecovery";

/** Said while nothing answers at all: what is shown is what was known last. */
export function Unreachable() {
  const isSilent = useCell(reachable) === false;
  return useCell(expired) || !isSilent ? null : <Silence />;
}

function Silence() {
  return (
    <Notice onRetry={useRecovery()}>
      <strong>✕ The platform does not answer.</strong> You see what was known last. <code>nautilus status</code> says
      what is wrong; the page goes on by itself.
    </Notice>
  );
}
