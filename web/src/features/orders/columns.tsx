/** The columns of the blotter's lists. */
import type { DecisionView, FillView, OrderView } from "@/api/schema/execution";
import type { PositionView } from "@/api/schema/portfolio";
import type { Column } from "@/ui/DataTable";
import { Number } from "@/ui/Number";
import { State, type StateKind } from "@/ui/State";
import { Time } from "@/ui/Time";

export const STATUS_KINDS: Record<string, StateKind> = {
  SUBMITTED: "warn",
  ACCEPTED: "warn",
  TRIGGERED: "warn",
  PARTIALLY_FILLED: "warn",
  FILLED: "good",
  CANCELED: "idle",
  CANCELLED: "idle",
  EXPIRED: "idle",
  REJECTED: "bad",
  REFUSED: "bad",
  DENIED: "bad",
};

export function Side({ side }: { side: string }) {
  if (side === "FLAT") return <span className="text-dim">flat</span>;
  const isUp = side === "BUY" || side === "LONG";
  return (
    <span className={isUp ? "text-up" : "text-down"}>
      <span aria-hidden="true">{isUp ? "▲ " : "▼ "}</span>
      {side}
    </span>
  );
}

const time = <Row extends { ts_event: number }>(title = "Session time (UTC)"): Column<Row> => ({
  id: "ts_event",
  title,
  width: 180,
  value: (row) => row.ts_event,
  render: (row) => <Time ns={row.ts_event} precision="millisecond" />,
});
const side = <Row extends { side: string }>(): Column<Row> => ({
  id: "side",
  title: "Side",
  width: 80,
  value: (row) => row.side,
  render: (row) => <Side side={row.side} />,
});
const named = <Row,>(id: keyof Row & string, title: string, width: number, minor = false): Column<Row> => ({
  id,
  title,
  width,
  minor,
  value: (row) => row[id] as string,
});

function amount<Row>(
  id: keyof Row & string,
  title: string,
  unit: "quantity" | "price" | "currency",
  options: { width?: number; minor?: boolean; signed?: boolean } = {},
): Column<Row> {
  const { width = 110, minor = false, signed = false } = options;
  return {
    id,
    title,
    unit,
    width,
    minor,
    value: (row) => (row[id] === null ? null : globalThis.Number(row[id])),
    render: (row) => <Number value={row[id] as string | null} unit={unit} signed={signed} />,
  };
}

export const ORDER_COLUMNS: Column<OrderView>[] = [
  time(),
  named("instrument_id", "Instrument", 110),
  side(),
  amount("quantity", "Quantity", "quantity", { width: 90 }),
  amount("filled_quantity", "Filled", "quantity", { width: 80, minor: true }),
  named("order_type", "Type", 100, true),
  amount("price", "Limit", "price", { minor: true }),
  amount("trigger_price", "Trigger", "price", { minor: true }),
  {
    id: "status",
    title: "Status",
    width: 120,
    value: (row) => row.status,
    render: (row) => (
      <State kind={STATUS_KINDS[row.status] ?? "warn"}>{row.status.toLowerCase().replace("_", " ")}</State>
    ),
  },
  named("reason", "Why", 200, true),
  named("strategy_id", "Strategy", 130, true),
  named("client_order_id", "Order", 210, true),
];

export const FILL_COLUMNS: Column<FillView>[] = [
  time(),
  named("instrument_id", "Instrument", 110),
  side(),
  amount("quantity", "Quantity", "quantity", { width: 90 }),
  amount("price", "Price", "price"),
  amount("commission", "Commission", "currency", { minor: true }),
  named("strategy_id", "Strategy", 130, true),
  named("client_order_id", "Order", 210, true),
  named("fill_id", "Fill", 210, true),
];

export const POSITION_COLUMNS: Column<PositionView>[] = [
  named("instrument_id", "Instrument", 110),
  side(),
  amount("quantity", "Quantity", "quantity", { width: 90 }),
  amount("price", "Average price", "price"),
  amount("mark_price", "Mark", "price", { minor: true }),
  amount("market_value", "Market value", "currency", { width: 130 }),
  amount("unrealised", "Unrealised", "currency", { width: 120, signed: true }),
  amount("realised", "Realised", "currency", { width: 120, minor: true, signed: true }),
  amount("commission", "Commission", "currency", { minor: true }),
];

export const REFUSAL_COLUMNS: Column<DecisionView>[] = [
  time(),
  named("instrument_id", "Instrument", 110),
  side(),
  amount("quantity", "Quantity", "quantity", { width: 90 }),
  named("reason", "Why", 320),
  named("strategy_id", "Strategy", 130, true),
  named("client_order_id", "Order", 210, true),
];
