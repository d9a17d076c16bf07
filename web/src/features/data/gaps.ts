/** Gaps against the calendar as the heat map shows them. Pure. */
import type { GapsView, GapView } from "@/api/schema/marketdata";
import type { HeatmapData } from "@/ui/heatmapDraw";

export const nameOf = ({ symbol, source }: Pick<GapView, "symbol" | "source">): string => `${symbol} ${source}`;

/** Bars short of the sessions of each month, named as 16-04: 0 is whole, −0.05 lacks one of twenty, −1 lacks all. */
export function heatOf({ items, months }: Pick<GapsView, "items" | "months">): HeatmapData {
  return {
    rows: items.map(nameOf),
    columns: months.map((month) => month.slice(2)),
    values: items.map(({ share }) => share.map((present) => (present === null ? null : present - 1))),
  };
}

/** The month so many before (or, negative, after) another, as 2016-04. */
export function monthBefore(month: string, count: number): string {
  const [year = "0", place = "1"] = month.split("-");
  const number = Number(year) * 12 + Number(place) - 1 - count;
  return `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, "0")}`;
}
