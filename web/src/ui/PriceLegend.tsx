import { useSyncExternalStore } from "react";
import { formatAmount, formatTime } from "./format";
import type { PriceFeed } from "./priceFeed";

/** As high as it gets, so that the chart below never moves, whatever the numbers. */
const LINES = "flex min-h-[9em] flex-wrap content-start gap-x-3 leading-normal tabular-nums";

/** A short value has the room of a usual one, so that those behind it stay where they are. */
const VALUE = "inline-block min-w-[8ch]";

export interface PriceLegendProps {
  feed: PriceFeed;
  currency: string;
  precision: number;
}

/** Prices, volume and values of the panes at the crosshair, or of the newest bar. */
export function PriceLegend({ feed, currency, precision }: PriceLegendProps) {
  useSyncExternalStore(feed.subscribe, feed.version);
  const bar = feed.legendBar();
  const className = `${LINES} ${feed.model.panes.length ? "sm:min-h-[3em]" : "sm:min-h-[1.5em]"}`;
  if (!bar) return <p className={className} />;
  const price = (value: number): string => formatAmount(value, "price", { precision });
  const isUp = bar.close >= bar.open;
  const move = bar.open === 0 ? null : (bar.close - bar.open) / bar.open;
  return (
    <p className={className}>
      <span className="text-dim">{formatTime(bar.time * 1e9, "second")} UTC</span>
      <Entry name="O" text={price(bar.open)} />
      <Entry name="H" text={price(bar.high)} />
      <Entry name="L" text={price(bar.low)} />
      <Entry name="C" text={`${price(bar.close)} ${currency}`} />
      <span className={`${VALUE} ${isUp ? "text-up" : "text-down"}`}>
        {isUp ? "▲" : "▼"} {formatAmount(move, "fraction", { signed: true })}
      </span>
      <Entry name="Vol" text={formatAmount(bar.volume, "quantity")} />
      {feed.model.panes.map(({ name, unit, values }) => (
        <Entry key={name} name={name} text={formatAmount(values.get(bar.time), unit)} />
      ))}
      {/* Keeps its place, so that the chart below never moves. */}
      <span className={bar.complete ? "invisible" : "text-warn"}>unfinished</span>
    </p>
  );
}

function Entry({ name, text }: { name: string; text: string }) {
  return (
    <span className="whitespace-nowrap">
      <span className="text-dim">{name}</span> <span className={VALUE}>{text}</span>
    </span>
  );
}
