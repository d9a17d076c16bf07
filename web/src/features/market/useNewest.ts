import { useEffect, useState, useSyncExternalStore } from "react";
import { onTopic } from "@/live";
import { paced } from "@/ui/paced";
import { REPAINT_MS } from "./painter";

function makeNewest<T>() {
  let newest: T | undefined;
  const listeners = new Set<() => void>();
  const pace = paced(() => {
    for (const listener of listeners) listener();
  }, REPAINT_MS);
  return {
    put: (item: T | undefined) => {
      newest = item;
      pace.ask();
    },
    get: () => newest,
    stop: pace.stop,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The last item of a topic that has one key, ten times a second at most; undefined: none came, or null was asked for. */
export function useNewest<T>(topic: string | null): T | undefined {
  const [store] = useState(makeNewest<T>);
  useEffect(() => {
    if (topic === null) return undefined;
    const leave = onTopic<T>(topic, (items) => store.put(items.at(-1)));
    return () => {
      leave();
      store.stop();
    };
  }, [topic, store]);
  return useSyncExternalStore(store.subscribe, store.get);
}
