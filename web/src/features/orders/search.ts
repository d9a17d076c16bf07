/** What the address of Orders holds: list, filters, run, and the order whose chain is open. */

export const LISTS = ["orders", "fills", "positions", "refusals"] as const;
export type List = (typeof LISTS)[number];

export interface OrdersSearch {
  list?: List;
  /** Client order id. */
  order?: string;
  run?: number;
  /** Only orders that can still fill. */
  open?: true;
  strategy?: string;
  instrument?: string;
}

const text = (value: unknown): string | undefined =>
  typeof value === "string" && /^[\w.-]{1,64}$/.test(value) ? value : undefined;

export function search(raw: Record<string, unknown>): OrdersSearch {
  const list = LISTS.find((name) => name === raw["list"]);
  const run = Number(raw["run"]);
  const [order, strategy, instrument] = [text(raw["order"]), text(raw["strategy"]), text(raw["instrument"])];
  return {
    ...(list && list !== "orders" ? { list } : {}),
    ...(order ? { order } : {}),
    ...(Number.isSafeInteger(run) && run > 0 ? { run } : {}),
    ...(raw["open"] === true || raw["open"] === "true" ? { open: true as const } : {}),
    ...(strategy ? { strategy } : {}),
    ...(instrument ? { instrument } : {}),
  };
}
