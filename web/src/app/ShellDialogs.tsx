import { lazy, Suspense, useEffect, type ComponentType } from "react";
import { useCell } from "@/api/cell";
import { expired } from "@/api/client";
import { closeDialog, dialog, type ShellDialog } from "./dialogs";

/** Loaded when first opened, or ahead, while nothing else is going on: nobody waits for the kill switch's. */
const load = {
  palette: () => import("./Palette"),
  help: () => import("./Help"),
  kill: () => import("./kill/KillDialog"),
  session: () => import("./SessionDialog"),
};
const dialogs: Readonly<Record<ShellDialog, ComponentType<{ onClose: () => void }>>> = {
  palette: lazy(load.palette),
  help: lazy(load.help),
  kill: lazy(load.kill),
};
const SessionDialog = lazy(load.session);

export function ShellDialogs() {
  const open = useCell(dialog);
  const isExpired = useCell(expired);
  useEffect(() => whenIdle(() => void Promise.allSettled(Object.values(load).map((start) => start()))), []);
  const Open = open ? dialogs[open] : null;
  return (
    <Suspense fallback={null}>{isExpired ? <SessionDialog /> : Open ? <Open onClose={closeDialog} /> : null}</Suspense>
  );
}

function whenIdle(callback: () => void): () => void {
  if (typeof requestIdleCallback !== "function") {
    const timer = setTimeout(callback, 2_000);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(callback, { timeout: 5_000 });
  return () => cancelIdleCallback(handle);
}
