/** The columns of the blotter's lists. */
import { figureOf, type FieldName } from "@/api/origin";
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

const time = <Row extends { ts_event: number }>(): Column<Row> => ({
  id: "ts_event",
  title: "Session time, UTC",
  width: 166,
  value: (row) => row.ts_event,
  render: (row) => <Time ns={row.ts_event} />,
});
const side = <Row extends { side: string }>(): Column<Row> => ({
  id: "side",
  title: "Side",
  width: 74,
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

interface Look {
  width: number;
  minor?: boolean;
  signed?: boolean;
}

/** Columns of figures of one view: unit and meaning are the API's. Money is in the account's currency. */
function figures<Row extends { ts_event: number | null }>(view: string, source: string) {
  return (id: keyof Row & string, title: string, { width, minor = false, signed = false }: Look): Column<Row> => {
    const field = `${view}.${id}` as FieldName;
    return {
      id,
      title,
      unit: figureOf(field, null, source, null).unit,
      width,
      minor,
      value: (row) => (row[id] === null ? null : globalThis.Number(row[id])),
      render: (row) => <Number {...figureOf(field, row[id] as string | null, source, row.ts_event)} signed={signed} />,
    };
  };
}

const ofOrder = figures<OrderView>("execution.OrderView", "execution /orders");
const ofFill = figures<FillView>("execution.FillView", "execution /fills");
const ofPosition = figures<PositionView>("portfolio.PositionView", "portfolio /positions");
const ofDecision = figures<DecisionView>("execution.DecisionView", "execution /decisions");

/** What fits beside the ticket on a laptop comes first; the rest is reached by scrolling, or shown by the drawer. */
export const ORDER_COLUMNS: Column<OrderView>[] = [
  time(),
  named("instrument_id", "Instrument", 112),
  side(),
  ofOrder("quantity", "Quantity", { width: 92 }),
  ofOrder("filled_quantity", "Filled", { width: 74, minor: true }),
  {
    id: "order_type",
    title: "Type",
    width: 88,
    minor: true,
    value: (row) => row.order_type.toLowerCase().replace("_", " "),
  },
  ofOrder("price", "Limit", { width: 88, minor: true }),
  {
    id: "status",
    title: "Status",
    width: 110,
    value: (row) => row.status,
    render: (row) => (
      <State kind={STATUS_KINDS[row.status] ?? "warn"}>{row.status.toLowerCase().replace("_", " ")}</State>
    ),
  },
  named("strategy_id", "Strategy", 130, true),
  ofOrder("trigger_price", "Trigger", { width: 88, minor: true }),
  named("reason", "Why", 260, true),
  named("client_order_id", "Order", 180, true),
];

export const FILL_COLUMNS: Column<FillView>[] = [
  time(),
  named("instrument_id", "Instrument", 112),
  side(),
  ofFill("quantity", "Quantity", { width: 92 }),
  ofFill("price", "Price", { width: 88 }),
  ofFill("commission", "Commission", { width: 114, minor: true }),
  named("strategy_id", "Strategy", 130, true),
  named("client_order_id", "Order", 180, true),
  named("fill_id", "Fill", 190, true),
];

export const POSITION_COLUMNS: Column<PositionView>[] = [
  named("instrument_id", "Instrument", 112),
  side(),
  ofPosition("quantity", "Quantity", { width: 92 }),
  ofPosition("price", "Average price", { width: 124 }),
  ofPosition("mark_price", "Mark", { width: 92, minor: true }),
  ofPosition("notional", "Notional", { width: 118 }),
  ofPosition("unrealised", "Unrealised", { width: 112, signed: true }),
  ofPosition("realised", "Realised", { width: 112, minor: true, signed: true }),
  ofPosition("commission", "Commission", { width: 110, minor: true }),
  ofPosition("dividends", "Dividends", { width: 104, minor: true, signed: true }),
  ofPosition("market_value", "Market value", { width: 118, minor: true }),
];

export const REFUSAL_COLUMNS: Column<DecisionView>[] = [
  time(),
  named("instrument_id", "Instrument", 112),
  side(),
  ofDecision("quantity", "Quantity", { width: 92 }),
  named("reason", "Why", 320),
  named("strategy_id", "Strategy", 130, true),
  named("client_order_id", "Order", 180, true),
];
