/** What stands behind a number of the API: unit, meaning and method from its schema, source and time from the caller. */
import type { Amount, Origin, Unit } from "@/ui/types";
import { fields } from "./schema/fields";

export type FieldName = keyof typeof fields;

const METHOD = " Method: ";

/** `source` is engine and route, for example `portfolio /account`; `asOf` nanoseconds UTC. */
export function originOf(field: FieldName, source: string, asOf: number | null): Origin {
  const { description } = fields[field];
  const [meaning = "", method] = description.split(METHOD);
  return { description: meaning, source, asOf, ...(method ? { method } : {}) };
}

/** The props that `Number` and `Stat` need for one field of the API. */
export function figureOf(
  field: FieldName,
  value: Amount,
  source: string,
  asOf: number | null,
): { value: Amount; unit: Unit; origin: Origin } {
  return { value, unit: fields[field].unit, origin: originOf(field, source, asOf) };
}
