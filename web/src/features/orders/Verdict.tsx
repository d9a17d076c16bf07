import type { UseQueryResult } from "@tanstack/react-query";
import { figureOf } from "@/api/origin";
import { asProblem } from "@/api/problem";
import type { Verdict as GateVerdict } from "@/api/schema/execution";
import { ErrorBox } from "@/ui/ErrorBox";
import { Number } from "@/ui/Number";
import { State } from "@/ui/State";
import { Figures } from "./Figures";

const SOURCE = "execution /pretrade";

/** What the gate and the account say to an order that is not sent, with each limit's figure and what it would cost. */
export function Verdict({ query, currency }: { query: UseQueryResult<GateVerdict>; currency: string | undefined }) {
  if (query.error) return <ErrorBox problem={asProblem(query.error)} onRetry={() => void query.refetch()} />;
  const verdict = query.data;
  if (!verdict) return <p className="text-dim">The gate is asked…</p>;
  const passes = verdict.allowed && !verdict.objection;
  return (
    <div className={`flex flex-col gap-2 ${query.isPlaceholderData ? "opacity-60" : ""}`}>
      <p>
        <State kind={passes ? "good" : "bad"}>
          {verdict.allowed
            ? verdict.objection
              ? "The account would reject it"
              : "The gate would let it pass"
            : "The gate would refuse it"}
        </State>
        {verdict.objection || verdict.reason ? `: ${verdict.objection || verdict.reason}` : null}
      </p>
      <Figures figures={verdict.figures} currency={currency} />
      <p className="text-dim">
        Worth about{" "}
        <Number
          {...figureOf("execution.Verdict.notional", verdict.notional, SOURCE, verdict.ts_quote)}
          currency={currency}
          reason="there is no price yet"
        />{" "}
        at{" "}
        <Number
          {...figureOf("execution.Verdict.price", verdict.price, SOURCE, verdict.ts_quote)}
          reason="there is no price yet"
        />
        {verdict.price_basis ? ` (${verdict.price_basis})` : null}, commission{" "}
        <Number
          {...figureOf("execution.Verdict.commission", verdict.commission, SOURCE, verdict.ts_quote)}
          currency={currency}
          reason="there is no price yet"
        />
        . By limits version {verdict.limits_version}.
      </p>
    </div>
  );
}
