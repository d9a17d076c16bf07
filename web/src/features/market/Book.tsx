import { useQuery } from "@tanstack/react-query";
import { loadingOf } from "@/api/client";
import { marketdata } from "@/api/marketdata";
import { figureOf } from "@/api/origin";
import type { LiveQuote } from "@/live";
import { Empty } from "@/ui/Empty";
import { Number } from "@/ui/Number";
import { Panel } from "@/ui/Panel";
import { State } from "@/ui/State";
import { Time } from "@/ui/Time";
import type { Place } from "./useBars";
import { useNewest } from "./useNewest";

export interface BookProps {
  place: Place;
  /** ISO code of the prices. */
  currency: string;
  precision: number;
  /** Price of one tick, decimal text. */
  tick: string;
  /** Before the first record there is no quote to ask for. */
  hasBegun: boolean;
}

const HEIGHT = 218;

/** Best bid and ask, which no source has: derived from what traded, and said to be. */
export function Book({ place, currency, precision, tick, hasBegun }: BookProps) {
  const { instrumentId, run, isNewest } = place;
  const live = useNewest<LiveQuote>(isNewest ? `quotes.${instrumentId}` : null);
  const isAsked = isNewest && (hasBegun || live?.run === run);
  const query = useQuery({ ...marketdata.quote(instrumentId), enabled: isAsked });
  const asked = query.data?.run === run && isNewest ? query.data : undefined;
  const isLater = live?.run === run && live.sequence >= (asked?.sequence ?? 0);
  const quote = isLater ? live : asked;
  return (
    <Panel
      title="Book"
      height={HEIGHT}
      actions={quote?.derived ? <State kind="warn">derived, not quoted</State> : null}
      {...(isAsked && { loading: loadingOf(query) })}
      isEmpty={!quote}
      empty={
        isNewest ? (
          <Empty title="No quote yet.">The book begins with the first trade or bar that the run plays.</Empty>
        ) : (
          <Empty title={`No book of run ${run}.`}>
            It is kept for the newest run only; choose that one as the source.
          </Empty>
        )
      }
    >
      {quote ? (
        <Sides
          quote={quote}
          currency={currency}
          precision={precision}
          tick={tick}
          rule={asked?.rule}
          ticks={asked?.spread_ticks}
        />
      ) : null}
    </Panel>
  );
}

interface SidesProps {
  quote: { instrument_id: string; bid: number | string; ask: number | string; size: number | string; ts_event: number };
  currency: string;
  precision: number;
  tick: string;
  /** How the quote follows from what traded; undefined until it was told. */
  rule: string | undefined;
  ticks: number | undefined;
}

function Sides({ quote, currency, precision, tick, rule, ticks }: SidesProps) {
  const source = `marketdata /quotes/${quote.instrument_id}`;
  const of = (field: "bid" | "ask" | "size") =>
    figureOf(`marketdata.Quote.${field}`, quote[field], source, quote.ts_event);
  return (
    <div className="flex flex-col gap-2 p-3">
      <table className="w-full">
        <caption className="sr-only">Best bid and ask, derived from the last trade</caption>
        <thead>
          <tr className="text-dim">
            <th scope="col" className="text-left font-normal">
              Side
            </th>
            <th scope="col" className="text-right font-normal">
              Price, {currency}
            </th>
            <th scope="col" className="text-right font-normal">
              Size
            </th>
          </tr>
        </thead>
        <tbody>
          {(["ask", "bid"] as const).map((side) => (
            <tr key={side} className="border-t border-line">
              <th scope="row" className={`text-left font-semibold ${side === "bid" ? "text-up" : "text-down"}`}>
                <span aria-hidden="true">{side === "bid" ? "▲ " : "▼ "}</span>
                {side === "bid" ? "Bid" : "Ask"}
              </th>
              <td className="text-right text-[1.25em] font-semibold">
                <Number {...of(side)} precision={precision} />
              </td>
              <td className="text-right">
                <Number {...of("size")} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        Spread{" "}
        <strong>
          {ticks === undefined ? "–" : `${ticks} ${ticks === 1 ? "tick" : "ticks"} of ${tick} ${currency}`}
        </strong>
        , assumed. <span className="text-dim">No source has quotes{rule ? `: ${rule}.` : "."}</span>
      </p>
      <p className="text-dim">
        as of <Time ns={quote.ts_event} precision="millisecond" />
      </p>
    </div>
  );
}
