/** Limits, measures, and the switch that stops everything. */
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { allPages, body, engineClient } from "./client";
import type { EditLimits, Switch, paths } from "./schema/risk";

const { GET, POST } = engineClient<paths>("risk");

type Run = number | null;

export const risk = {
  /** The limits in force of the account of the latest run, or of `account`; null before the first run. */
  limits: (account: string | null = null) =>
    queryOptions({
      queryKey: ["risk", "limits", account],
      queryFn: async ({ signal }) =>
        (await body(GET("/limits", { params: { query: { account } }, signal }))).items[0] ?? null,
    }),
  exposures: (run: Run = null) =>
    queryOptions({
      queryKey: ["risk", "exposures", run],
      queryFn: ({ signal }) => body(GET("/exposures", { params: { query: { run } }, signal })),
    }),
  measures: (run: Run = null) =>
    queryOptions({
      queryKey: ["risk", "measures", run],
      queryFn: ({ signal }) =>
        allPages((cursor) => body(GET("/measures", { params: { query: { run, cursor, limit: 1_000 } }, signal }))),
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
