import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { every } from "@/api/client";
import { limitsQuery } from "@/api/limits";
import { useLive, type LiveLimits } from "@/live";
import { announce } from "../announce";

export interface Halted {
  isHalted: boolean;
  /** Of the latest run; empty before the first. */
  account: string;
}

/** Whether the switch is on: as the live topic says each second, or as was asked, whichever is of the later version. */
export function useHalted(): Halted {
  const limits = useQuery({ ...limitsQuery(), refetchInterval: every(5_000) }).data;
  const account = limits?.account ?? "";
  const live = useLive<LiveLimits>("risk", `limits ${account}`);
  const newest = live && live.version >= (limits?.version ?? 0) ? live : limits;
  return { isHalted: newest?.halted ?? false, account };
}

/** Tell at once when the switch is put on or off, whoever does it. Used once, by the shell. */
export function useHaltedAnnounced(): void {
  const { isHalted, account } = useHalted();
  const before = useRef<Halted | null>(null);
  useEffect(() => {
    const last = before.current;
    before.current = { isHalted, account };
    if (!last || last.account !== account || last.isHalted === isHalted) return;
    announce(isHalted ? `Trading of ${account} is halted.` : `Trading of ${account} is armed again.`, true);
  }, [isHalted, account]);
}
