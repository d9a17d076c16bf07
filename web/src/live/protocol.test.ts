import { beforeEach, expect, test } from "vitest";
import { decode, Protocol, type Delivery, type Item } from "./protocol";
import recorded from "./recorded.json";

let told: [string, string, readonly Item[]][] = [];
let protocol: Protocol;

beforeEach(() => {
  told = [];
  protocol = new Protocol({
    replace: (topic, items) => told.push(["replace", topic, items]),
    add: (topic, items) => told.push(["add", topic, items]),
  });
});

const delivery = (topic: string, kind: string, sequence: number, data: unknown = [], position = ""): Delivery => ({
  topic,
  kind,
  sequence,
  data,
  position,
});

test("what a platform sent is read: snapshots replace, deltas add, in order", () => {
  protocol.want("orders");
  protocol.want("account");
  protocol.opened();
  expect(protocol.take()).toEqual([{ op: "subscribe", topics: ["orders", "account"], after: {} }]);
  for (const line of recorded.lines) {
    const read = decode(line);
    if (read) protocol.receive(read);
  }
  expect(told.map(([how, topic]) => `${how} ${topic}`)).toEqual([
    "replace orders",
    "replace account",
    "add account",
    "add orders",
    "add account",
    "add orders",
  ]);
  expect(told[1]?.[2]).toMatchObject([{ key: "paper-2", currency: "USD" }]);
  expect(protocol.take()).toEqual([]);
});

test("another connection goes on behind the last event of lossless topics", () => {
  protocol.want("orders");
  protocol.want("account");
  protocol.opened();
  protocol.take();
  protocol.receive(delivery("orders", "snapshot", 1, [], "execution-7"));
  protocol.receive(delivery("orders", "delta", 2, [{ status: "FILLED" }], "execution-9"));
  protocol.receive(delivery("account", "snapshot", 1, [{ key: "paper-1" }]));
  protocol.opened();
  expect(protocol.take()).toEqual([
    { op: "subscribe", topics: ["orders", "account"], after: { orders: "execution-9" } },
  ]);
  protocol.receive(delivery("orders", "delta", 1, [{ status: "CANCELLED" }], "execution-10"));
  expect(told.at(-1)).toEqual(["add", "orders", [{ status: "CANCELLED" }]]);
});

test("a hole is not shown: the topic is subscribed to anew, and what was under way is not taken for it", () => {
  protocol.want("orders");
  protocol.opened();
  protocol.take();
  protocol.receive(delivery("orders", "snapshot", 1, [], "execution-1"));
  protocol.receive(delivery("orders", "delta", 3, [{ status: "FILLED" }], "execution-3"));
  expect(told).toHaveLength(1);
  protocol.receive(delivery("orders", "delta", 4, [], "execution-4"));
  expect(protocol.take()).toEqual([{ op: "subscribe", topics: ["orders"], after: { orders: "execution-1" } }]);
  protocol.receive(delivery("orders", "delta", 5, [], "execution-5"));
  expect(told).toHaveLength(1);
  expect(protocol.take()).toEqual([]);
  protocol.receive(delivery("orders", "delta", 1, [{ status: "ACCEPTED" }], "execution-2"));
  expect(told.at(-1)).toEqual(["add", "orders", [{ status: "ACCEPTED" }]]);
});

test("after a gap the snapshot replaces everything", () => {
  protocol.want("orders");
  protocol.opened();
  protocol.take();
  protocol.receive(delivery("orders", "gap", 1, { lost: null }));
  protocol.receive(delivery("orders", "snapshot", 2, [{ status: "FILLED" }], "execution-9"));
  expect(told).toEqual([["replace", "orders", [{ status: "FILLED" }]]]);
});

test("what is wanted and dropped before it was sent is not sent; what was sent is taken back", () => {
  protocol.want("bars");
  protocol.drop("bars");
  protocol.want("runs");
  expect(protocol.take()).toEqual([{ op: "subscribe", topics: ["runs"], after: {} }]);
  protocol.drop("runs");
  expect(protocol.take()).toEqual([{ op: "unsubscribe", topics: ["runs"] }]);
  protocol.receive(delivery("runs", "delta", 1, [{}]));
  expect(told).toEqual([]);
});

test("many topics go out in requests that the platform reads", () => {
  for (let number = 0; number < 300; number++) protocol.want(`quotes.${number}`);
  const sizes = protocol.take().map((request) => ("topics" in request ? request.topics.length : 0));
  expect(sizes).toEqual([256, 44]);
});

test("what is no delivery is none", () => {
  expect(decode("{")).toBe(null);
  expect(decode("[]")).toBe(null);
  expect(decode('{"topic": "orders"}')).toBe(null);
  expect(decode('{"kind": "pong", "data": {"id": 1}}')).toMatchObject({ topic: "", kind: "pong", sequence: 0 });
});
