import { expect, test } from "vitest";
import { BLANK, check, newKey, orderOf, sentence, type Ticket } from "./ticket";

const ES = { instrument_id: "ES.XCME", price_increment: "0.25", lot_size: "1" };
const limit: Ticket = { ...BLANK, instrument: "ES.XCME", type: "LIMIT", quantity: "2", price: "1640.25" };

test("a whole ticket has nothing wrong", () => {
  expect(check(limit, [ES])).toEqual({});
  expect(check({ ...limit, type: "MARKET", price: "what was typed before" }, [ES])).toEqual({});
});

test.each([
  [{ quantity: "" }, { quantity: "Fill this in." }],
  [{ quantity: "0" }, { quantity: "More than zero." }],
  [{ quantity: "1e3" }, { quantity: "A positive decimal number, at most 9 places." }],
  [{ quantity: "-1" }, { quantity: "A positive decimal number, at most 9 places." }],
  [{ quantity: "1.5" }, { quantity: "Not in whole lots of 1." }],
  [{ price: "1640.30" }, { price: "Not in whole ticks of 0.25." }],
  [{ instrument: "ESX" }, { instrument: "There is no such instrument." }],
  [{ type: "STOP_LIMIT" as const }, { trigger: "Fill this in." }],
])("%o is refused in words", (change, errors) => {
  expect(check({ ...limit, ...change }, [ES])).toEqual(errors);
});

test("only the prices of its type are sent, and said", () => {
  expect(orderOf(limit, "k", 3)).toEqual({
    client_key: "k",
    instrument_id: "ES.XCME",
    side: "BUY",
    quantity: "2",
    price: "1640.25",
    trigger_price: null,
    run: 3,
  });
  expect(orderOf({ ...limit, type: "STOP", trigger: "1650" }, "k", null)).toMatchObject({
    price: null,
    trigger_price: "1650",
  });
  expect(sentence(limit)).toBe("BUY 2 ES.XCME at 1640.25 or better");
  expect(sentence({ ...limit, type: "STOP_LIMIT", trigger: "1650" })).toBe(
    "BUY 2 ES.XCME at 1640.25 or better, once 1650 trades",
  );
});

test("keys fit the route's pattern and differ", () => {
  expect(newKey()).toMatch(/^[A-Za-z0-9_.]{1,40}$/);
  expect(newKey()).not.toBe(newKey());
});
