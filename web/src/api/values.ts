/** Features, factors, VPIN and forecasts: four engines that answer in the same way. */
import { queryOptions } from "@tanstack/react-query";
import { allPages, body, engineClient } from "./client";
import type { paths as FactorPaths } from "./schema/factor";
import type { paths as FeaturePaths } from "./schema/features";
import type { paths as ForecastPaths } from "./schema/ml";
import type { paths as VpinPaths } from "./schema/vpin";

/** The engines whose values a run has, in the order of the live topic's `source`. */
export type ValueSource = "features" | "factor" | "vpin" | "ml";

type Shared = FeaturePaths & FactorPaths & VpinPaths & ForecastPaths;

const clients: Readonly<Record<ValueSource, ReturnType<typeof engineClient<Shared>>>> = {
  features: engineClient<Shared>("features"),
  factor: engineClient<Shared>("factor"),
  vpin: engineClient<Shared>("vpin"),
  ml: engineClient<Shared>("ml"),
};

/** Which values: those of one name, of one instrument, of one run (null: the latest). */
export interface ValuesAsked {
  run: number | null;
  name: string | null;
  instrument_id: string | null;
}

export const values = {
  definitions: (source: ValueSource) =>
    queryOptions({
      queryKey: [source, "definitions"],
      queryFn: ({ signal }) =>
        allPages((cursor) =>
          body(clients[source].GET("/definitions", { params: { query: { cursor, limit: 1_000 } }, signal })),
        ),
      staleTime: 60_000,
    }),
  /** The last `most` values, oldest first. */
  series: (source: ValueSource, asked: ValuesAsked, most = 10_000) =>
    queryOptions({
      queryKey: [source, "values", asked, most],
      queryFn: ({ signal }) => newestValues(source, asked, most, signal),
    }),
};

/** The last `most` values, oldest first. */
export async function newestValues(source: ValueSource, asked: ValuesAsked, most: number, signal: AbortSignal) {
  const query = { ...asked, newest: true, limit: Math.min(most, 1_000) };
  const found = await allPages(
    (cursor) => body(clients[source].GET("/values", { params: { query: { ...query, cursor } }, signal })),
    most,
  );
  return found.toReversed();
}
