/** The run that is looked at: the one thing of marketdata that every page asks. */
import { queryOptions } from "@tanstack/react-query";
import { body, engineClient } from "./client";
import type { paths } from "./schema/marketdata";

const { GET } = engineClient<paths>("marketdata");

/** By the list, which is empty before the first run: a 404 would be an error in the browser's console. */
const newest = async (signal: AbortSignal) =>
  (await body(GET("/replays", { params: { query: { limit: 1 } }, signal }))).items[0] ?? null;

/** One run and how far it is; `run` null: the newest; the answer null: there was none yet. */
export const runQuery = (run: number | null = null) =>
  queryOptions({
    queryKey: ["marketdata", "run", run],
    queryFn: ({ signal }) =>
      run === null ? newest(signal) : body(GET("/replays/{run}", { params: { path: { run: String(run) } }, signal })),
  });
