import { useQuery } from "@tanstack/react-query";
import { values } from "@/api/values";
import type { SeriesName } from "./series";

/** How an engine says that a series is computed; undefined: it was not told yet, or there is none of that name. */
export function useDefinition({ source, name }: SeriesName) {
  return useQuery(values.definitions(source)).data?.find((definition) => definition.name === name);
}
