import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { execution, useReplaceOrder } from "@/api/execution";
import { marketdata } from "@/api/marketdata";
import { asProblem } from "@/api/problem";
import type { OrderView } from "@/api/schema/execution";
import { announce } from "@/app/announce";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { ErrorBox } from "@/ui/ErrorBox";
import { Field } from "@/ui/Field";
import { check, hasPrice, hasTrigger, newKey, orderOf, type Ticket } from "./ticket";
import { Verdict } from "./Verdict";

interface ReplaceProps {
  order: OrderView;
  currency: string | undefined;
  onClose: () => void;
  onSent: (id: string) => void;
}

/** Other terms for an open order. The gate judges them as if the old order were gone; refused, the old one rests on. */
export function Replace({ order, currency, onClose, onSent }: ReplaceProps) {
  const [terms, setTerms] = useState<Ticket>({
    instrument: order.instrument_id,
    side: order.side,
    type: order.order_type,
    quantity: order.quantity,
    price: order.price ?? "",
    trigger: order.trigger_price ?? "",
  });
  const [key] = useState(newKey);
  const replace = useReplaceOrder();
  const instruments = useQuery(marketdata.instruments()).data ?? [];
  const errors = check(terms, instruments);
  const isWhole = Object.keys(errors).length === 0;
  const settled = useDeferredValue(terms);
  const pretrade = useQuery({
    ...execution.pretrade({ ...orderOf(settled, key, order.run), replaces: order.client_order_id }),
    // Once it is replaced there is nothing to ask about.
    enabled:
      isWhole && !replace.isPending && !replace.isSuccess && Object.keys(check(settled, instruments)).length === 0,
    placeholderData: (before) => before,
  });
  const send = () =>
    replace.mutate(
      {
        id: order.client_order_id,
        terms: {
          client_key: key,
          quantity: terms.quantity,
          price: hasPrice(terms.type) ? terms.price : null,
          trigger_price: hasTrigger(terms.type) ? terms.trigger : null,
        },
      },
      {
        onSuccess: (outcome) => {
          announce(`Order ${outcome.client_order_id}: ${outcome.status.toLowerCase()}`);
          onClose();
          onSent(outcome.client_order_id);
        },
      },
    );
  return (
    <Dialog open onClose={onClose} title={`Replace ${order.side.toLowerCase()} ${order.instrument_id}`}>
      <div className="flex flex-col gap-3">
        <Terms terms={terms} errors={errors} onChange={setTerms} />
        <section aria-label="Answer of the gate" aria-live="polite" className="min-h-[150px]">
          {isWhole ? <Verdict query={pretrade} currency={currency} /> : null}
        </section>
        {replace.error ? <ErrorBox problem={asProblem(replace.error)} /> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Leave it</Button>
          <Button kind="primary" disabled={!isWhole || replace.isPending} onClick={send}>
            Replace the order
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function Terms(props: { terms: Ticket; errors: ReturnType<typeof check>; onChange: (terms: Ticket) => void }) {
  const { terms, errors, onChange } = props;
  const names = [
    ["quantity", "Quantity", true],
    ["price", "Limit price", hasPrice(terms.type)],
    ["trigger", "Trigger price", hasTrigger(terms.type)],
  ] as const;
  return (
    <div className="grid grid-cols-2 gap-3">
      {names
        .filter(([, , isThere]) => isThere)
        .map(([name, label]) => (
          <Field
            key={name}
            label={label}
            inputMode="decimal"
            value={terms[name]}
            onChange={(event) => onChange({ ...terms, [name]: event.target.value.trim() })}
            {...(errors[name] ? { error: errors[name] } : {})}
          />
        ))}
    </div>
  );
}
