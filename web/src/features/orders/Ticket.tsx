import { useQuery } from "@tanstack/react-query";
import { useDeferredValue, useId, useState } from "react";
import { usePlaceOrder, execution } from "@/api/execution";
import { marketdata } from "@/api/marketdata";
import { asProblem } from "@/api/problem";
import { announce } from "@/app/announce";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { ErrorBox } from "@/ui/ErrorBox";
import { Field } from "@/ui/Field";
import { Panel } from "@/ui/Panel";
import { Select } from "@/ui/Select";
import { State } from "@/ui/State";
import { Verdict } from "./Verdict";
import {
  BLANK,
  TYPES,
  TYPE_NAMES,
  check,
  hasPrice,
  hasTrigger,
  newKey,
  orderOf,
  sentence,
  type Ticket as Terms,
  type TicketErrors,
} from "./ticket";

interface TicketProps {
  run: number | null;
  /** Of the run: others have no price. */
  names: readonly string[];
  /** What the address asks for. */
  instrument: string | undefined;
  currency: string | undefined;
  onSent: (clientOrderId: string) => void;
}

/** A manual order: what the gate would say is shown while it is typed; sending takes two steps. */
export function Ticket({ run, names, instrument, currency, onSent }: TicketProps) {
  // With one instrument there is nothing to choose; among several nobody chooses but the person.
  const only = names.length === 1 ? names[0] : undefined;
  const [terms, setTerms] = useState<Terms>({ ...BLANK, instrument: instrument ?? only ?? "" });
  const [key, setKey] = useState(newKey);
  const [isReviewed, review] = useState(false);
  const instruments = useQuery(marketdata.instruments()).data ?? [];
  const errors = check(terms, instruments);
  const isWhole = Object.keys(errors).length === 0;
  const order = orderOf(terms, key, run);
  // The gate is asked about what it could take, which is not what was typed a moment ago.
  const settled = useDeferredValue(terms);
  const pretrade = useQuery({
    ...execution.pretrade(orderOf(settled, key, run)),
    enabled: isWhole && Object.keys(check(settled, instruments)).length === 0,
    placeholderData: (before) => before,
  });
  const clear = () => {
    setTerms((before) => ({ ...before, quantity: "", price: "", trigger: "" }));
    setKey(newKey());
    review(false);
  };
  return (
    <Panel title="Ticket">
      <form
        className="flex flex-col gap-3 p-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (isWhole) review(true);
        }}
      >
        <Inputs {...{ terms, errors, names, currency }} onChange={setTerms} />
        <Button type="submit" kind="primary" disabled={!isWhole} className="min-h-[30px]">
          Review {terms.side.toLowerCase()} order…
        </Button>
        {/* Below the button: the answer changes its height, and nothing may move under the pointer. */}
        <section aria-label="Answer of the gate" aria-live="polite">
          {isWhole ? (
            <Verdict query={pretrade} currency={currency} />
          ) : (
            <p className="text-dim">What the gate says stands here before anything is sent.</p>
          )}
        </section>
      </form>
      {isReviewed ? (
        <Review terms={terms} order={order} onClose={() => review(false)} onSent={(id) => (clear(), onSent(id))}>
          <Verdict query={pretrade} currency={currency} />
        </Review>
      ) : null}
    </Panel>
  );
}

/** What is empty is not yet wrong. */
const shown = (value: string, error: string | undefined) => (value && error ? { error } : {});

interface InputsProps {
  terms: Terms;
  errors: TicketErrors;
  names: readonly string[];
  currency: string | undefined;
  onChange: (terms: Terms) => void;
}

function Inputs({ terms, errors, names, currency, onChange }: InputsProps) {
  const list = useId();
  const unit = currency ? `, ${currency}` : "";
  const set = (change: Partial<Terms>) => onChange({ ...terms, ...change });
  return (
    <>
      <Field
        label="Instrument"
        list={list}
        value={terms.instrument}
        onChange={(event) => set({ instrument: event.target.value.trim().toUpperCase() })}
        {...shown(terms.instrument, errors.instrument)}
      />
      <datalist id={list}>
        {names.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </datalist>
      <Sides side={terms.side} onChange={(side) => set({ side })} />
      <div className="grid grid-cols-2 gap-3">
        <Select
          label="Type"
          value={terms.type}
          onChange={(type) => set({ type })}
          options={TYPES.map((type) => ({ value: type, label: TYPE_NAMES[type] }))}
        />
        <Field
          label="Quantity"
          inputMode="decimal"
          value={terms.quantity}
          onChange={(event) => set({ quantity: event.target.value.trim() })}
          {...shown(terms.quantity, errors.quantity)}
        />
        {hasPrice(terms.type) ? (
          <Field
            label={`Limit price${unit}`}
            inputMode="decimal"
            value={terms.price}
            onChange={(event) => set({ price: event.target.value.trim() })}
            {...shown(terms.price, errors.price)}
          />
        ) : null}
        {hasTrigger(terms.type) ? (
          <Field
            label={`Trigger price${unit}`}
            inputMode="decimal"
            value={terms.trigger}
            onChange={(event) => set({ trigger: event.target.value.trim() })}
            {...shown(terms.trigger, errors.trigger)}
          />
        ) : null}
      </div>
    </>
  );
}

function Sides({ side, onChange }: { side: Terms["side"]; onChange: (side: Terms["side"]) => void }) {
  return (
    <fieldset className="flex gap-4">
      <legend className="text-dim">Side</legend>
      {(["BUY", "SELL"] as const).map((each) => (
        <label
          key={each}
          className={`flex min-h-[26px] items-center gap-1 ${each === "BUY" ? "text-up" : "text-down"}`}
        >
          <input type="radio" name="side" checked={side === each} onChange={() => onChange(each)} />
          {each === "BUY" ? "▲ Buy" : "▼ Sell"}
        </label>
      ))}
    </fieldset>
  );
}

interface ReviewProps {
  terms: Terms;
  order: ReturnType<typeof orderOf>;
  onClose: () => void;
  onSent: (clientOrderId: string) => void;
  children: React.ReactNode;
}

/** The second step: what will be sent, in words, and what became of it. */
function Review({ terms, order, onClose, onSent, children }: ReviewProps) {
  const place = usePlaceOrder();
  const send = () =>
    place.mutate(order, {
      onSuccess: (outcome) => {
        announce(`Order ${outcome.client_order_id}: ${outcome.status.toLowerCase()}`);
      },
    });
  const outcome = place.data;
  return (
    <Dialog open onClose={() => (outcome ? onSent(outcome.client_order_id) : onClose())} title="Send this order?">
      <div className="flex flex-col gap-3">
        <p className="text-[1.2em] font-semibold">{sentence(terms)}</p>
        {outcome ? (
          <p>
            <State kind={outcome.status === "REFUSED" || outcome.status === "REJECTED" ? "bad" : "good"}>
              {outcome.status.toLowerCase()}
            </State>{" "}
            {outcome.reason}
          </p>
        ) : (
          children
        )}
        {place.error ? <ErrorBox problem={asProblem(place.error)} /> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={() => (outcome ? onSent(outcome.client_order_id) : onClose())}>
            {outcome ? "Show the order" : "Back"}
          </Button>
          {outcome ? null : (
            <Button kind="primary" disabled={place.isPending} onClick={send}>
              {place.error ? "Send again (it stays one order)" : "Send"}
            </Button>
          )}
        </div>
      </div>
    </Dialog>
  );
}
