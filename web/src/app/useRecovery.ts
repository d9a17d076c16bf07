import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent } from "react";
import { expired } from "@/api/client";
import { askSession } from "@/api/session";

const EACH_MS = 2_000;

/** While it is used: ask every two seconds whether there is a session, and go on with everything once there is. */
export function useRecovery(): () => void {
  const queries = useQueryClient();
  const ask = async () => {
    if ((await askSession()) !== "open") return;
    expired.set(false);
    await queries.invalidateQueries();
  };
  const askAgain = useEffectEvent(() => void ask());
  useEffect(() => {
    const timer = setInterval(askAgain, EACH_MS);
    return () => clearInterval(timer);
  }, []);
  return () => void ask();
}
