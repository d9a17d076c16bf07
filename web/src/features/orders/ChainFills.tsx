import { useQuery } from "@tanstack/react-query";
import { every } from "@/api/client";
import { figureOf } from "@/api/origin";
import { portfolio } from "@/api/portfolio";
import type { OrderChain } from "@/api/schema/execution";
import { Number } from "@/ui/Number";
import { Panel } from "@/ui/Panel";
import { Time } from "@/ui/Time";

/** What was executed, and the position that each fill left behind. */
export function ChainFills({ chain, currency }: { chain: OrderChain; currency: string | undefined }) {
  const { order, fills } = chain;
  const steps = useQuery({
    ...portfolio.steps(order.instrument_id, order.run, order.client_order_id),
    enabled: fills.length > 0,
    refetchInterval: every(2_000),
  });
  const after = new Map((steps.data ?? []).map((step) => [step.fill_id, step]));
  return (
    <Panel title={`Fills: ${fills.length}`}>
      {fills.length === 0 ? <p className="p-3">Nothing of it has traded.</p> : null}
      <ol>
        {fills.map((fill) => {
          const position = after.get(fill.fill_id);
          return (
            <li key={fill.fill_id} className="border-b border-line px-3 py-2">
              <p className="flex flex-wrap justify-between gap-x-3">
                <span>
                  <Number
                    {...figureOf("execution.FillView.quantity", fill.quantity, "execution /fills", fill.ts_event)}
                  />{" "}
                  at <Number {...figureOf("execution.FillView.price", fill.price, "execution /fills", fill.ts_event)} />
                  , commission{" "}
                  <Number
                    {...figureOf("execution.FillView.commission", fill.commission, "execution /fills", fill.ts_event)}
                    currency={currency}
                  />
                </span>
                <span className="text-dim">
                  <Time ns={fill.ts_event} precision="microsecond" />
                </span>
              </p>
              <p className="text-dim">
                {position ? (
                  <>
                    Position after it: {position.side.toLowerCase()}{" "}
                    <Number value={position.quantity} unit="quantity" /> at{" "}
                    <Number value={position.price} unit="price" />, realised{" "}
                    <Number value={position.realised} unit="currency" currency={currency} signed />
                  </>
                ) : (
                  "Portfolio has not booked it yet."
                )}
              </p>
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}
