/** The limits by the names that people use, and what the page itself can say against an edit. */

export const LIMITS = {
  order_notional: "Value of one order",
  position_notional: "Value of one position",
  gross_exposure: "Gross exposure",
  daily_loss: "Loss of one day",
} as const;
export type LimitName = keyof typeof LIMITS;

const AMOUNT = /^\d{1,15}(\.\d{1,2})?$/;

export interface EditErrors {
  amount?: string;
  reason?: string;
}

/** Empty when it can be sent. Risk has the last word. */
export function checkEdit(amount: string, reason: string): EditErrors {
  const errors: EditErrors = {};
  if (!AMOUNT.test(amount)) errors.amount = "A positive amount, at most two decimals.";
  else if (Number(amount) === 0) errors.amount = "More than zero; to stop all trading pull the kill switch.";
  if (!reason.trim()) errors.reason = "Say why: it is written into the journal.";
  return errors;
}
