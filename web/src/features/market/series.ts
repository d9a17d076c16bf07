/** A series below the price by its name in the URL, as in `factor:momentum_20`. */

import type { ValueSource } from "@/api/values";

export interface SeriesName {
  source: ValueSource;
  name: string;
}

const SOURCES: readonly ValueSource[] = ["features", "factor", "vpin", "ml"];

/** Null for a name that no engine can have. */
export function seriesOf(text: string): SeriesName | null {
  const [source = "", name = ""] = text.split(":", 2);
  const found = SOURCES.find((known) => known === source);
  return found && name ? { source: found, name } : null;
}

export const textOf = ({ source, name }: SeriesName): string => `${source}:${name}`;

/** Order-flow toxicity: always below the price, since it is what the platform watches a market by. */
export const VPIN: SeriesName = { source: "vpin", name: "vpin" };

/** As a person reads it: engines do not share names. */
export const titleOf = (series: SeriesName): string => (textOf(series) === textOf(VPIN) ? "VPIN" : series.name);
