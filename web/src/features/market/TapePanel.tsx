import { Link } from "@tanstack/react-router";
import { memo } from "react";
import { loadingOf } from "@/api/client";
import { Empty } from "@/ui/Empty";
import { formatAmount, formatTime } from "@/ui/format";
import { Panel } from "@/ui/Panel";
import { Scroll } from "@/ui/Scroll";
import { directionsOf, type Print } from "./tape";
import type { Place } from "./useBars";
import { useTape } from "./useTape";

export interface TapePanelProps {
  place: Place;
  currency: string;
  precision: number;
  /** A session of bars has no trades. */
  hasTrades: boolean;
  /** Orders of ours by the number of the record that filled them. */
  ours: ReadonlyMap<number, string>;
  session: string;
}

const HEIGHT = 420;
const SHOWN = 40;
/** Rows stand still and trades go through them: nothing moves under the pointer. */
const SLOTS = Array.from({ length: SHOWN }, (_, slot) => slot);

/** The trades, newest first. */
export function TapePanel({ place, currency, precision, hasTrades, ours, session }: TapePanelProps) {
  const { history, rows, lost } = useTape(place);
  const directions = directionsOf(rows.slice(0, SHOWN + 1));
  return (
    <Panel
      title="Tape"
      height={HEIGHT}
      loading={loadingOf(history)}
      isEmpty={!rows.length}
      empty={
        hasTrades ? (
          <Empty title="No trade yet.">The tape begins with the first trade that the run plays.</Empty>
        ) : (
          <Empty title={`${session} has no trades.`}>It is recorded in bars. A session of trades has a tape.</Empty>
        )
      }
      actions={lost ? <span className="text-dim">{lost.toLocaleString("en-US")} came too fast to show</span> : null}
    >
      <Scroll label="Trades" className="relative h-[420px] contain-strict">
        <table className="w-full table-fixed">
          <thead className="sticky top-0 bg-panel text-dim">
            <tr>
              <th scope="col" className="px-3 text-left font-normal">
                Time, UTC
              </th>
              <th scope="col" className="text-right font-normal">
                Price, {currency}
              </th>
              <th scope="col" className="w-[4.5rem] px-3 text-right font-normal">
                Size
              </th>
            </tr>
          </thead>
          <tbody>
            {SLOTS.slice(0, rows.length).map((slot) => (
              <Row
                key={slot}
                print={rows[slot]}
                precision={precision}
                direction={directions[slot] ?? 0}
                order={ours.get(rows[slot]?.sequence ?? 0)}
              />
            ))}
          </tbody>
        </table>
      </Scroll>
    </Panel>
  );
}

interface RowProps {
  print: Print | undefined;
  precision: number;
  direction: number;
  order: string | undefined;
}

const LOOKS = {
  "1": { sign: "▲", word: "up", tone: "text-up" },
  "-1": { sign: "▼", word: "down", tone: "text-down" },
  "0": { sign: " ", word: "", tone: "" },
} as const;

/** Each trade stands in many rows on its way down, and is written once. */
const texts = new WeakMap<Print, { time: string; price: string; size: string }>();

function textsOf(print: Print, precision: number) {
  let found = texts.get(print);
  if (!found) {
    found = {
      time: formatTime(print.ts_event, "millisecond").slice(11),
      price: formatAmount(print.price, "price", { precision }),
      size: formatAmount(print.size, "quantity"),
    };
    texts.set(print, found);
  }
  return found;
}

const Row = memo(function Row({ print, precision, direction, order }: RowProps) {
  if (!print) return null;
  const { time, price, size } = textsOf(print, precision);
  const { sign, word, tone } = LOOKS[direction > 0 ? "1" : direction < 0 ? "-1" : "0"];
  return (
    <tr className={order ? "bg-ground outline-1 -outline-offset-1 outline-accent" : ""}>
      <td className="px-3 whitespace-nowrap">
        {time}
        {order ? (
          <Link to="/orders" search={{ order }} className="ml-2 text-accent underline">
            ours<span className="sr-only">: filled order {order}</span>
          </Link>
        ) : null}
      </td>
      <td className={`text-right ${tone}`}>
        <span aria-hidden="true">{sign} </span>
        {price}
        {word ? <span className="sr-only"> {word}</span> : null}
      </td>
      <td className="px-3 text-right">{size}</td>
    </tr>
  );
});
