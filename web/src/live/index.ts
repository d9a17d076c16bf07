/** Live values for components. No tick enters React state or the query cache: each component hears of its own key. */
import { useCallback, useSyncExternalStore } from "react";
import { useCell } from "@/api/cell";
import { expired } from "@/api/client";
import { issueTicket } from "@/api/websocket";
import type { Connection, Ears, Socket } from "./link";
import { Live } from "./live";
import type { TopicListener } from "./store";

export type { Connection, LinkState } from "./link";
export type * from "./items";

function streamUrl(ticket: string): string {
  const url = new URL("/api/websocket/stream", location.href);
  url.protocol = url.protocol.replace("http", "ws");
  url.searchParams.set("ticket", ticket);
  return url.href;
}

function openSocket(ticket: string, ears: Ears): Socket {
  const socket = new WebSocket(streamUrl(ticket));
  socket.addEventListener("open", ears.opened);
  socket.addEventListener("message", (event) => ears.heard(event.data));
  socket.addEventListener("close", ears.closed);
  return socket;
}

const live = new Live({
  ticket: issueTicket,
  connect: openSocket,
  later: (callback, milliseconds) => {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
  now: () => performance.now(),
  random: Math.random,
  nextFrame: (callback) => requestAnimationFrame(callback),
});

/** Connect, and stay connected as long as the page is open. Called once. */
export function startLive(): void {
  expired.subscribe(() => (expired.get() ? live.link.expire() : live.link.renew()));
  addEventListener("online", () => live.link.hurry());
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) live.link.hurry();
  });
  live.link.start();
}

/** The newest item of a key; undefined until there is one. Only its own changes re-render the component. */
export function useLive<T>(topic: string, key: string): T | undefined {
  const subscribe = useCallback(
    (listener: () => void) => together(live.want(topic), live.store.onItem(topic, key, listener)),
    [topic, key],
  );
  return useSyncExternalStore(subscribe, () => live.store.item(topic, key)) as T | undefined;
}

/** The keys of a topic, in the order in which they came. */
export function useLiveKeys(topic: string): readonly string[] {
  const subscribe = useCallback(
    (listener: () => void) => together(live.want(topic), live.store.onKeys(topic, listener)),
    [topic],
  );
  return useSyncExternalStore(subscribe, () => live.store.keys(topic));
}

/** The last 2,000 events of a lossless topic, oldest first. */
export function useLiveEvents<T>(topic: string): readonly T[] {
  const subscribe = useCallback(
    (listener: () => void) => together(live.want(topic), live.store.onEvents(topic, listener)),
    [topic],
  );
  return useSyncExternalStore(subscribe, () => live.store.events(topic)) as readonly T[];
}

/**
 * For charts: called at most once a frame with the items that came since, in their order; first with what is there.
 * `replaced`: what was there before is gone (a run began, or deliveries were lost).
 */
export function onTopic<T>(topic: string, listener: (items: readonly T[], replaced: boolean) => void): () => void {
  return together(live.want(topic), live.store.onTopic(topic, listener as TopicListener));
}

export const useConnection = (): Connection => useCell(live.connection);

/** Whether live values stand still, and what changes that. What comes in meanwhile is kept and shown afterwards. */
export const usePaused = (): readonly [boolean, () => void] => [useCell(live.paused), togglePause];

export const togglePause = (): void => live.togglePause();

function together(...ends: (() => void)[]): () => void {
  return () => {
    for (const end of ends) end();
  };
}
