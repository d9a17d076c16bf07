import { expect, test } from "vitest";
import type { KillPreview } from "@/api/schema/risk";
import { consequences } from "./preview";

const preview = (changes: Partial<KillPreview>): KillPreview => ({
  account: "paper-3",
  halted: false,
  kill_id: "",
  run: 3,
  orders: [],
  positions: [],
  strategies: [],
  silent: [],
  ...changes,
});

const order = {
  client_order_id: "R3-manual-1",
  strategy_id: "manual",
  instrument_id: "ES.XCME",
  side: "BUY" as const,
  status: "ACCEPTED" as const,
  quantity: "1",
  filled_quantity: "0",
  price: "1600.00",
  trigger_price: null,
};
const position = {
  instrument_id: "ES.XCME",
  side: "LONG" as const,
  quantity: "1",
  notional: "80000.00",
  unrealised: "0.00",
  ts_event: 1,
};

test("it says what is refused, cancelled and left", () => {
  const told = consequences(
    preview({
      orders: [order, order],
      positions: [position],
      strategies: [
        { strategy_id: "momentum", state: "RUNNING" },
        { strategy_id: "flow", state: "STOPPED" },
      ],
    }),
  );
  expect(told).toEqual([
    "Every new order of paper-3 is refused, from now until someone re-arms it.",
    "2 open orders are cancelled.",
    "1 open position stays: nothing is sold or bought.",
    "1 running strategy gets no order through.",
  ]);
});

test("nothing to cancel is said as that", () => {
  expect(consequences(preview({}))).toContain("There are no open orders to cancel.");
  expect(consequences(preview({}))).toContain("There are no open positions.");
});

test("what is not known is not shown as none", () => {
  const told = consequences(preview({ orders: null, positions: null, strategies: null, silent: ["execution"] }));
  expect(told[1]).toContain("not known");
  expect(told[2]).toContain("not known");
  expect(told).toHaveLength(3);
});
