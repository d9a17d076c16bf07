import { useState } from "react";
import { asProblem } from "@/api/problem";
import { useEditLimits } from "@/api/risk";
import { announce } from "@/app/announce";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { ErrorBox } from "@/ui/ErrorBox";
import { Field } from "@/ui/Field";
import { Number } from "@/ui/Number";
import { LIMITS, checkEdit, type LimitName } from "./limits";

interface EditLimitProps {
  limit: LimitName;
  ceiling: string;
  account: string;
  currency: string | undefined;
  onClose: () => void;
}

/** A new ceiling with its reason; both go into the journal with who asked. */
export function EditLimit({ limit, ceiling, account, currency, onClose }: EditLimitProps) {
  const [amount, setAmount] = useState(ceiling);
  const [reason, setReason] = useState("");
  const [isTried, setTried] = useState(false);
  const edit = useEditLimits();
  const errors = checkEdit(amount, reason);
  const save = () => {
    setTried(true);
    if (Object.keys(errors).length) return;
    edit.mutate(
      { account, reason: reason.trim(), [limit]: amount },
      {
        onSuccess: (limits) => {
          announce(`${LIMITS[limit]} is ${limits[limit]} now, version ${limits.version}.`);
          onClose();
        },
      },
    );
  };
  return (
    <Dialog open onClose={onClose} title={`Edit limit: ${LIMITS[limit].toLowerCase()}`}>
      <form
        noValidate
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <p>
          In force for {account}: <Number value={ceiling} unit="currency" currency={currency} />. The new ceiling holds
          from the next order on; open orders and positions stay.
        </p>
        <Field
          label="New ceiling"
          unit={currency ?? ""}
          inputMode="decimal"
          value={amount}
          onChange={(event) => setAmount(event.target.value.trim())}
          {...(isTried && errors.amount ? { error: errors.amount } : {})}
        />
        <Field
          label="Reason"
          required
          maxLength={1_000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          {...(isTried && errors.reason ? { error: errors.reason } : {})}
        />
        {edit.error ? <ErrorBox problem={asProblem(edit.error)} /> : null}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Leave it</Button>
          <Button type="submit" kind="primary" disabled={edit.isPending}>
            Change the limit
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
