/** The order ticket as plain data: what was typed, what is wrong with it, what is sent. */
import { isMultiple } from "@/api/decimal";
import type { ManualOrder } from "@/api/schema/execution";

export const TYPES = ["MARKET", "LIMIT", "STOP", "STOP_LIMIT"] as const;
export type TicketType = (typeof TYPES)[number];
export const TYPE_NAMES: Record<TicketType, string> = {
  MARKET: "Market",
  LIMIT: "Limit",
  STOP: "Stop (market)",
  STOP_LIMIT: "Stop limit",
};

export interface Ticket {
  instrument: string;
  side: "BUY" | "SELL";
  type: TicketType;
  quantity: string;
  price: string;
  trigger: string;
}

export type TicketField = "instrument" | "quantity" | "price" | "trigger";
export type TicketErrors = Partial<Record<TicketField, string>>;

export interface Terms {
  instrument_id: string;
  price_increment: string;
  lot_size: string;
}

export const BLANK: Ticket = { instrument: "", side: "BUY", type: "MARKET", quantity: "", price: "", trigger: "" };

export const hasPrice = (type: TicketType): boolean => type === "LIMIT" || type === "STOP_LIMIT";
export const hasTrigger = (type: TicketType): boolean => type === "STOP" || type === "STOP_LIMIT";

const AMOUNT = /^\d{1,15}(\.\d{1,9})?$/;

/** What the page can see by itself; the gate and the venue have the last word. */
export function check(ticket: Ticket, instruments: readonly Terms[]): TicketErrors {
  const errors: TicketErrors = {};
  const terms = instruments.find(({ instrument_id: id }) => id === ticket.instrument);
  if (!terms) errors.instrument = ticket.instrument ? "There is no such instrument." : "Choose an instrument.";
  const quantity = amountError(ticket.quantity, terms?.lot_size, "lots");
  if (quantity) errors.quantity = quantity;
  const price = hasPrice(ticket.type) && amountError(ticket.price, terms?.price_increment, "ticks");
  if (price) errors.price = price;
  const trigger = hasTrigger(ticket.type) && amountError(ticket.trigger, terms?.price_increment, "ticks");
  if (trigger) errors.trigger = trigger;
  return errors;
}

function amountError(amount: string, step: string | undefined, steps: string): string | null {
  if (!amount) return "Fill this in.";
  if (!AMOUNT.test(amount)) return "A positive decimal number, at most 9 places.";
  if (Number(amount) === 0) return "More than zero.";
  if (step && !isMultiple(amount, step)) return `Not in whole ${steps} of ${step}.`;
  return null;
}

/** What goes over the wire. `key` makes it one order, however often it is sent. */
export function orderOf(ticket: Ticket, key: string, run: number | null): ManualOrder {
  return {
    client_key: key,
    instrument_id: ticket.instrument,
    side: ticket.side,
    quantity: ticket.quantity,
    price: hasPrice(ticket.type) ? ticket.price : null,
    trigger_price: hasTrigger(ticket.type) ? ticket.trigger : null,
    run,
  };
}

/** In words, as it is confirmed. */
export function sentence(ticket: Ticket): string {
  const price = hasPrice(ticket.type) ? ` at ${ticket.price} or better` : " at the market";
  const trigger = hasTrigger(ticket.type) ? `, once ${ticket.trigger} trades` : "";
  return `${ticket.side} ${ticket.quantity} ${ticket.instrument}${price}${trigger}`;
}

/** A key for a new ticket. */
export const newKey = (): string => `page.${crypto.randomUUID().replaceAll("-", "")}`;
