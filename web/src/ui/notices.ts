import { useSyncExternalStore } from "react";

export type NoticeTone = "plain" | "good" | "warn" | "bad";

export interface Notice {
  title: string;
  detail?: string;
  /** `bad` stays until it is closed. */
  tone?: NoticeTone;
}

export interface ShownNotice extends Notice {
  id: number;
}

const MOST = 5;

let shown: readonly ShownNotice[] = [];
let count = 0;
const listeners = new Set<() => void>();

function replace(notices: readonly ShownNotice[]): void {
  shown = notices;
  for (const listener of listeners) listener();
}

/** Shows a notice from anywhere; the oldest goes when there are too many. */
export function notify(notice: Notice): void {
  count += 1;
  replace([...shown, { ...notice, id: count }].slice(-MOST));
}

export function dismiss(id: number): void {
  replace(shown.filter((notice) => notice.id !== id));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useNotices(): readonly ShownNotice[] {
  return useSyncExternalStore(subscribe, () => shown);
}
