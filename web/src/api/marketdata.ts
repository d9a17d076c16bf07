/** Sessions, replay runs and their controls, instruments, quotes and bars. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { allPages, body, engineClient } from "./client";
import { runQuery } from "./run";
import type { BarQuery, StartReplay, paths } from "./schema/marketdata";

const { GET, POST } = engineClient<paths>("marketdata");

export const marketdata = {
  sessions: () =>
    queryOptions({
      queryKey: ["marketdata", "sessions"],
      queryFn: ({ signal }) =>
        allPages((cursor) => body(GET("/sessions", { params: { query: { cursor, limit: 1_000 } }, signal }))),
      staleTime: 60_000,
    }),
  /** Runs, newest first. */
  runs: () =>
    queryOptions({
      queryKey: ["marketdata", "runs"],
      queryFn: ({ signal }) => body(GET("/replays", { params: { query: { limit: 100 } }, signal })),
    }),
  run: runQuery,
  instruments: () =>
    queryOptions({
      queryKey: ["marketdata", "instruments"],
      queryFn: ({ signal }) =>
        allPages((cursor) => body(GET("/instruments", { params: { query: { cursor, limit: 1_000 } }, signal }))),
      staleTime: 60_000,
    }),
  quote: (instrumentId: string) =>
    queryOptions({
      queryKey: ["marketdata", "quote", instrumentId],
      queryFn: ({ signal }) =>
        body(GET("/quotes/{instrument_id}", { params: { path: { instrument_id: instrumentId } }, signal })),
    }),
  /** The newest bars of what a run has played, oldest first. */
  runBars: (run: number, instrumentId: string, stepSeconds: number, limit = 10_000) =>
    queryOptions({
      queryKey: ["marketdata", "run bars", run, instrumentId, stepSeconds, limit],
      queryFn: async ({ signal }) => {
        const query = { instrument_id: instrumentId, step_seconds: stepSeconds, newest: true, limit };
        const answer = GET("/replays/{run}/bars", { params: { path: { run: String(run) }, query }, signal });
        return (await body(answer)).items.toReversed();
      },
    }),
  /** The tape of what a run has played, newest first. */
  runTrades: (run: number, instrumentId: string, limit = 200) =>
    queryOptions({
      queryKey: ["marketdata", "run trades", run, instrumentId, limit],
      queryFn: async ({ signal }) => {
        const query = { instrument_id: instrumentId, limit };
        const answer = GET("/replays/{run}/trades", { params: { path: { run: String(run) }, query }, signal });
        return (await body(answer)).items;
      },
    }),
  /** Bars of the store as of a time. */
  bars: (instrumentId: string, query: Pick<BarQuery, "as_of"> & Partial<BarQuery>, most = 10_000) =>
    queryOptions({
      queryKey: ["marketdata", "bars", instrumentId, query, most],
      queryFn: ({ signal }) =>
        allPages(
          (cursor) =>
            body(
              GET("/bars/{instrument_id}", {
                params: { path: { instrument_id: instrumentId }, query: { ...query, cursor, limit: 1_000 } },
                signal,
              }),
            ),
          most,
        ),
    }),
};

function useReplayChange<Variables, Reply>(change: (variables: Variables) => Promise<Reply>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    // A new run makes everything that was asked without a run number old.
    onSettled: () => queries.invalidateQueries(),
  });
}

type Order = "pause" | "resume" | "stop" | "restart";

export const useStartReplay = () => useReplayChange((start: StartReplay) => body(POST("/replays", { body: start })));

/** Pause, resume, stop, or play the same session again. */
export const useReplayOrder = () =>
  useReplayChange(({ run, order }: { run: number; order: Order }) =>
    body(POST(`/replays/{run}/${order}`, { params: { path: { run: String(run) } } })),
  );

/** `speed` in session seconds per wall second; 0: as fast as the consumers go. */
export const useReplaySpeed = () =>
  useReplayChange(({ run, speed }: { run: number; speed: number }) =>
    body(POST("/replays/{run}/speed", { params: { path: { run: String(run) } }, body: { speed } })),
  );
