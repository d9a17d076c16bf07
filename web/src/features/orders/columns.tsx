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

/** Columns of figures of one view: unit and meaning are the API's; money is in `currency`, which the header says. */
function figures<Row extends { ts_event: number | null }>(view: string, source: string, currency: string | undefined) {
  return (id: keyof Row & string, title: string, { width, minor = false, signed = false }: Look): Column<Row> => {
    const field = `${view}.${id}` as FieldName;
    const { unit } = figureOf(field, null, source, null);
    const isMoney = unit === "currency" || unit === "price";
    return {
      id,
      title: isMoney && currency ? `${title}, ${currency}` : title,
      unit,
      width,
      minor,
      value: (row) => (row[id] === null ? null : globalThis.Number(row[id])),
      render: (row) => <Number {...figureOf(field, row[id] as string | null, source, row.ts_event)} signed={signed} />,
    };
  };
}

/** What fits beside the ticket on a laptop comes first; the rest is reached by scrolling, or shown by the drawer. */
export function orderColumns(currency: string | undefined): Column<OrderView>[] {
  const figure = figures<OrderView>("execution.OrderView", "execution /orders", currency);
  return [
    time(),
    named("instrument_id", "Instrument", 112),
    side(),
    figure("quantity", "Quantity", { width: 92 }),
    figure("filled_quantity", "Filled", { width: 74, minor: true }),
    {
      id: "order_type",
      title: "Type",
      width: 88,
      minor: true,
      value: (row) => row.order_type.toLowerCase().replace("_", " "),
    },
    figure("price", "Limit", { width: 106, minor: true }),
    {
      id: "status",
      title: "Status",
      width: 104,
      value: (row) => row.status,
      render: (row) => (
        <State kind={STATUS_KINDS[row.status] ?? "warn"}>{row.status.toLowerCase().replace("_", " ")}</State>
      ),
    },
    named("strategy_id", "Strategy", 120, true),
    figure("trigger_price", "Trigger", { width: 124, minor: true }),
    named("reason", "Why", 260, true),
    named("client_order_id", "Order", 190, true),
  ];
}

export function fillColumns(currency: string | undefined): Column<FillView>[] {
  const figure = figures<FillView>("execution.FillView", "execution /fills", currency);
  return [
    time(),
    named("instrument_id", "Instrument", 112),
    side(),
    figure("quantity", "Quantity", { width: 92 }),
    figure("price", "Price", { width: 106 }),
    figure("commission", "Commission", { width: 154, minor: true }),
    named("strategy_id", "Strategy", 120, true),
    named("client_order_id", "Order", 190, true),
    named("fill_id", "Fill", 190, true),
  ];
}

export function positionColumns(currency: string | undefined): Column<PositionView>[] {
  const figure = figures<PositionView>("portfolio.PositionView", "portfolio /positions", currency);
  return [
    named("instrument_id", "Instrument", 112),
    side(),
    figure("quantity", "Quantity", { width: 92 }),
    figure("price", "Average price", { width: 164 }),
    figure("mark_price", "Mark", { width: 106, minor: true }),
    figure("market_value", "Market value", { width: 158 }),
    figure("unrealised", "Unrealised", { width: 148, signed: true }),
    figure("realised", "Realised", { width: 132, minor: true, signed: true }),
    figure("commission", "Commission", { width: 154, minor: true }),
  ];
}

export function refusalColumns(): Column<DecisionView>[] {
  const figure = figures<DecisionView>("execution.DecisionView", "execution /decisions", undefined);
  return [
    time(),
    named("instrument_id", "Instrument", 112),
    side(),
    figure("quantity", "Quantity", { width: 92 }),
    named("reason", "Why", 320),
    named("strategy_id", "Strategy", 120, true),
    named("client_order_id", "Order", 190, true),
  ];
}
