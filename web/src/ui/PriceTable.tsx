import { useMemo, useSyncExternalStore } from "react";
import { DataTable, type Column } from "./DataTable";
import { Empty } from "./Empty";
import type { PriceFeed } from "./priceFeed";
import type { Bar } from "./priceModel";
import { useNow } from "./now";

export interface PriceTableProps {
  label: string;
  feed: PriceFeed;
  currency: string;
  precision: number;
  height: number;
}

/** The chart's bars as a table, newest first; live bars come in once a second. */
export function PriceTable({ label, feed, currency, precision, height }: PriceTableProps) {
  const now = useNow();
  const rows = useMemo(() => snapshot(feed, now), [feed, now]);
  const names = useSyncExternalStore(feed.subscribe, () => paneNames(feed));
  const columns = useMemo(() => columnsOf(feed, names, currency, precision), [feed, names, currency, precision]);
  return (
    <DataTable
      id="chart.price"
      label={label}
      rows={rows}
      columns={columns}
      rowKey={(bar) => String(bar.time)}
      empty={<Empty title="No bars." />}
      filename={label.replaceAll(/\W+/g, "-").toLowerCase()}
      height={height}
    />
  );
}

function snapshot(feed: PriceFeed, _now: number): Bar[] {
  return feed.model.bars.toReversed();
}

function paneNames(feed: PriceFeed): string {
  return feed.model.panes.map((pane) => pane.name).join("\n");
}

function columnsOf(feed: PriceFeed, names: string, currency: string, precision: number): Column<Bar>[] {
  const price = { unit: "price", currency, precision } as const;
  const panes = names === "" ? [] : feed.model.panes;
  return [
    { id: "time", title: "Time", unit: "timestamp_ns", value: (bar) => bar.time * 1e9, width: 180 },
    { id: "open", title: "Open", ...price, value: (bar) => bar.open },
    { id: "high", title: "High", ...price, value: (bar) => bar.high },
    { id: "low", title: "Low", ...price, value: (bar) => bar.low },
    { id: "close", title: "Close", ...price, value: (bar) => bar.close },
    { id: "volume", title: "Volume", unit: "quantity", value: (bar) => bar.volume },
    ...panes.map(({ name, unit, values }) => ({
      id: name,
      title: name,
      unit,
      value: (bar: Bar) => values.get(bar.time) ?? null,
    })),
  ];
}
