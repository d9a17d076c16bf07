import { useQuery } from "@tanstack/react-query";
import { values } from "@/api/values";
import type { SeriesName } from "./series";

/** How an engine says that a series is computed; `isKnown`: the engine has answered, there may be none of that name. */
export function useDefinition({ source, name }: SeriesName) {
  const { data } = useQuery(values.definitions(source));
  return { definition: data?.find((definition) => definition.name === name), isKnown: data !== undefined };
}
