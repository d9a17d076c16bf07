/** Whether trading is halted, and the limits in force: the one thing of risk that every page asks. */
import { queryOptions } from "@tanstack/react-query";
import { body, engineClient } from "./client";
import type { paths } from "./schema/risk";

const { GET } = engineClient<paths>("risk");

/** The limits in force of the account of the latest run, or of `account`; null before the first run. */
export const limitsQuery = (account: string | null = null) =>
  queryOptions({
    queryKey: ["risk", "limits", account],
    queryFn: async ({ signal }) =>
      (await body(GET("/limits", { params: { query: { account } }, signal }))).items[0] ?? null,
  });
