/** Limits, measures, and the switch that stops everything. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { allPages, body, engineClient } from "./client";
import { limitsQuery } from "./limits";
import type { EditLimits, MeasureQuery, Switch, paths } from "./schema/risk";

const { GET, POST } = engineClient<paths>("risk");

/** null: the latest. */
type Run = number | null;

export const risk = {
  limits: limitsQuery,
  exposures: (run: Run = null) =>
    queryOptions({
      queryKey: ["risk", "exposures", run],
      queryFn: ({ signal }) => body(GET("/exposures", { params: { query: { run } }, signal })),
    }),
  /** VaR and ES at each mark, by one method. */
  measures: (run: Run = null, method: MeasureQuery["method"] = "historical") =>
    queryOptions({
      queryKey: ["risk", "measures", run, method],
      queryFn: ({ signal }) =>
        allPages((cursor) =>
          body(GET("/measures", { params: { query: { run, method, cursor, limit: 1_000 } }, signal })),
        ),
    }),
  /** VaR and ES at the last mark; null before the first. */
  measure: (run: Run = null, method: MeasureQuery["method"] = "historical") =>
    queryOptions({
      queryKey: ["risk", "measure", run, method],
      queryFn: async ({ signal }) =>
        (await body(GET("/measures", { params: { query: { run, method, newest: true, limit: 1 } }, signal })))
          .items[0] ?? null,
    }),
  /** Edits of limits, newest first; `run` null: of all runs. */
  changes: (run: Run = null) =>
    queryOptions({
      queryKey: ["risk", "changes", run],
      queryFn: async ({ signal }) =>
        (await body(GET("/changes", { params: { query: { run, limit: 200 } }, signal }))).items,
    }),
  /** Kills and their rearms, newest first; `run` null: of all runs. */
  kills: (run: Run = null) =>
    queryOptions({
      queryKey: ["risk", "kills", run],
      queryFn: async ({ signal }) =>
        (await body(GET("/kills", { params: { query: { run, limit: 200 } }, signal }))).items,
    }),
  /** What a kill would do now. */
  killPreview: (account: string | null = null) =>
    queryOptions({
      queryKey: ["risk", "preview", account],
      queryFn: ({ signal }) => body(GET("/kill/preview", { params: { query: { account } }, signal })),
      staleTime: 0,
    }),
};

/** Everything of risk is asked again after one of these, whether it succeeded or not. */
function useRiskChange<Variables, Reply>(change: (variables: Variables) => Promise<Reply>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => queries.invalidateQueries({ queryKey: ["risk"] }),
  });
}

export const useEditLimits = () => useRiskChange((edit: EditLimits) => body(POST("/limits", { body: edit })));
export const useKill = () => useRiskChange((order: Switch) => body(POST("/kill", { body: order })));
export const useRearm = () => useRiskChange((order: Switch) => body(POST("/rearm", { body: order })));
