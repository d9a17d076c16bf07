/** What the address of Risk holds: the method of the tail measures, and the run. */

export const METHODS = ["historical", "normal"] as const;
export type Method = (typeof METHODS)[number];

export interface RiskSearch {
  method?: Method;
}

export function search(raw: Record<string, unknown>): RiskSearch {
  const method = METHODS.find((name) => name === raw["method"]);
  return method && method !== "historical" ? { method } : {};
}
