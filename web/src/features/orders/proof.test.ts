import { expect, test } from "vitest";
import { proof } from "./proof";

const outbox = (verified: boolean) => ({ sequence: 1, hash: "a", prev_hash: "b", verified });

test.each([
  [{ verified: true, outbox: outbox(true) }, "good"],
  [{ verified: true, outbox: null }, "warn"],
  [{ verified: null, outbox: outbox(true) }, "warn"],
  [{ verified: false, outbox: outbox(true) }, "bad"],
  [{ verified: true, outbox: outbox(false) }, "bad"],
  [{ verified: null, outbox: outbox(false) }, "bad"],
])("%o is %s", (event, kind) => {
  expect(proof(event).kind).toBe(kind);
});
