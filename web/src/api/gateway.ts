/** What the gateway itself answers: the engines, the flow between them, alerts. */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { body, engineClient } from "./client";
import type { LogQuery, paths } from "./schema/gateway";
import type { paths as EnginePaths } from "./schema/portfolio";

export type { Alert, EngineView, FlowEdge, FlowNode, LogLine, Setting } from "./schema/gateway";

const { GET } = engineClient<paths>("");

const POLLED = { staleTime: 1_000 };

export const gateway = {
  engines: () =>
    queryOptions({
      queryKey: ["gateway", "engines"],
      queryFn: async ({ signal }) => (await body(GET("/api/engines", { signal }))).items,
      ...POLLED,
    }),
  /** What an engine says of itself: its checks and its own figures. */
  engine: (name: string) =>
    queryOptions({
      queryKey: ["gateway", "engine", name],
      // Every engine answers this in the same way: the paths of any of them describe it.
      queryFn: ({ signal }) => body(engineClient<EnginePaths>(name).GET("/status", { signal })),
      ...POLLED,
    }),
  /** Lines of an engine's log, newest first. */
  log: (name: string, asked: Partial<Pick<LogQuery, "level" | "contains">>) =>
    infiniteQueryOptions({
      queryKey: ["gateway", "log", name, asked],
      queryFn: ({ signal, pageParam }) =>
        body(
          GET("/api/engines/{name}/log", {
            params: { path: { name }, query: { ...asked, limit: 200, cursor: pageParam } },
            signal,
          }),
        ),
      initialPageParam: "",
      getNextPageParam: (page) => page.next_cursor ?? undefined,
    }),
  configuration: (name: string) =>
    queryOptions({
      queryKey: ["gateway", "configuration", name],
      queryFn: async ({ signal }) =>
        (await body(GET("/api/engines/{name}/configuration", { params: { path: { name } }, signal }))).items,
    }),
  flow: () =>
    queryOptions({
      queryKey: ["gateway", "flow"],
      queryFn: ({ signal }) => body(GET("/api/flow", { signal })),
      ...POLLED,
    }),
  alerts: () =>
    queryOptions({
      queryKey: ["gateway", "alerts"],
      queryFn: async ({ signal }) => (await body(GET("/api/alerts", { signal }))).items,
      ...POLLED,
    }),
};
