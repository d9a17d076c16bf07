import { beforeEach, expect, test, vi } from "vitest";
import type { Connection, Ears } from "./link";
import { Live } from "./live";

/** A platform that a test plays: it sees what is sent, and decides what is answered. */
class Platform {
  now = 0;
  timers: { at: number; callback: () => void }[] = [];
  tickets: () => Promise<string | null> = () => Promise.resolve("ticket");
  ears: Ears | null = null;
  sent: unknown[] = [];
  connections = 0;
  readonly live = new Live({
    ticket: () => this.tickets(),
    connect: (_, ears) => {
      this.connections++;
      this.ears = ears;
      this.sent = [];
      return { send: (text) => this.sent.push(JSON.parse(text)), close: () => ears.closed() };
    },
    later: (callback, milliseconds) => {
      const timer = { at: this.now + milliseconds, callback };
      this.timers.push(timer);
      return () => {
        this.timers = this.timers.filter((other) => other !== timer);
      };
    },
    now: () => this.now,
    random: () => 1,
    nextFrame: (callback) => callback(),
  });

  get connection(): Connection {
    return this.live.connection.get();
  }

  say(message: object): void {
    this.ears?.heard(JSON.stringify(message));
  }

  async pass(milliseconds: number): Promise<void> {
    const end = this.now + milliseconds;
    for (;;) {
      const due = this.timers.filter((timer) => timer.at <= end).toSorted((one, other) => one.at - other.at)[0];
      if (!due) break;
      this.timers = this.timers.filter((timer) => timer !== due);
      this.now = due.at;
      due.callback();
      // What a timer starts may wait for a ticket, one step after the other.
      // oxlint-disable-next-line no-await-in-loop
      await settle();
    }
    this.now = end;
    await settle();
  }

  async open(): Promise<void> {
    this.live.link.start();
    await settle();
    this.ears?.opened();
    await settle();
  }
}

const settle = () => new Promise((resolve) => setTimeout(resolve, 0));
let platform: Platform;

beforeEach(() => {
  platform = new Platform();
});

test("what is wanted by many is asked for once, in one request, and goes on for a while after the last one left", async () => {
  const leave = [platform.live.want("orders"), platform.live.want("orders"), platform.live.want("account")];
  await platform.open();
  expect(platform.connection.state).toBe("open");
  expect(platform.sent[0]).toEqual({ op: "subscribe", topics: ["orders", "account"], after: {} });
  for (const end of leave) end();
  await platform.pass(1_500);
  const back = platform.live.want("account");
  await platform.pass(600);
  expect(platform.sent.filter((sent) => JSON.stringify(sent).includes("unsubscribe"))).toEqual([
    { op: "unsubscribe", topics: ["orders"] },
  ]);
  back();
});

test("the lag is the time from ping to pong, and says how much came in", async () => {
  platform.live.want("bars");
  await platform.open();
  expect(platform.sent.at(-1)).toEqual({ op: "ping", id: 1 });
  platform.now += 12;
  platform.say({ kind: "pong", data: { id: 1, server_ms: 5 } });
  expect(platform.connection.lagMs).toBe(12);
  platform.say({ topic: "bars", kind: "snapshot", sequence: 1, data: [{ key: "a" }, { key: "b" }] });
  platform.say({ topic: "bars", kind: "delta", sequence: 2, data: [{ key: "a" }, { key: "b" }] });
  await platform.pass(1_988);
  expect(platform.sent.at(-1)).toEqual({ op: "ping", id: 2 });
  expect(platform.connection.updatesPerSecond).toBe(2);
});

test("a lost connection comes back after longer and longer waits, and goes on where it was", async () => {
  platform.live.want("orders");
  await platform.open();
  platform.say({ topic: "orders", kind: "snapshot", sequence: 1, position: "execution-7", data: [] });
  platform.ears?.closed();
  expect(platform.connection).toMatchObject({ state: "reconnecting", lagMs: null });
  platform.tickets = () => Promise.reject(new Error("no answer"));
  await platform.pass(250 + 500 + 1_000);
  expect(platform.connections).toBe(1);
  const waits = platform.timers.map((timer) => timer.at - platform.now);
  expect(waits).toEqual([2_000]);
  platform.tickets = () => Promise.resolve("another");
  await platform.pass(2_000);
  platform.ears?.opened();
  expect(platform.connection.state).toBe("open");
  expect(platform.sent[0]).toEqual({ op: "subscribe", topics: ["orders"], after: { orders: "execution-7" } });
});

test("it never waits longer than ten seconds, and not at all when the network comes back", async () => {
  platform.tickets = () => Promise.reject(new Error("no answer"));
  platform.live.link.start();
  await settle();
  await platform.pass(60_000);
  expect(platform.timers.map((timer) => timer.at - platform.now)[0]).toBeLessThanOrEqual(10_000);
  platform.tickets = () => Promise.resolve("ticket");
  platform.live.link.hurry();
  await settle();
  expect(platform.connections).toBe(1);
});

test("a platform that closes each connection at once is not asked without pause", async () => {
  await platform.open();
  for (let round = 0; round < 4; round++) {
    platform.ears?.closed();
    // Each round needs the one before.
    // oxlint-disable-next-line no-await-in-loop
    await platform.pass(250 * 2 ** round);
    platform.ears?.opened();
  }
  platform.ears?.closed();
  expect(platform.timers.map((timer) => timer.at - platform.now)).toEqual([4_000]);
});

test("a connection that answers no pings is given up", async () => {
  await platform.open();
  await platform.pass(4_000);
  expect(platform.connection.state).toBe("open");
  await platform.pass(2_000);
  expect(platform.connection.state).toBe("reconnecting");
});

test("an attempt that gets nowhere is given up", async () => {
  platform.tickets = () => new Promise(() => undefined);
  platform.live.link.start();
  await platform.pass(10_000);
  expect(platform.connection.state).toBe("reconnecting");
});

test("without a session it waits until there is one again", async () => {
  await platform.open();
  platform.tickets = () => Promise.resolve(null);
  platform.ears?.closed();
  await platform.pass(60_000);
  expect(platform.connection.state).toBe("expired");
  expect(platform.timers).toEqual([]);
  platform.live.link.hurry();
  await settle();
  expect(platform.connections).toBe(1);
  platform.tickets = () => Promise.resolve("ticket");
  platform.live.link.renew();
  await settle();
  platform.ears?.opened();
  expect(platform.connection.state).toBe("open");
});

test("what an older connection still reports is not heard", async () => {
  await platform.open();
  const old = platform.ears;
  old?.closed();
  await platform.pass(250);
  platform.ears?.opened();
  old?.closed();
  expect(platform.connection.state).toBe("open");
});

test("a refusal is there to be read, until the next connection", async () => {
  await platform.open();
  platform.say({ topic: "", kind: "error", sequence: 0, data: { detail: "there is no topic quots" } });
  expect(platform.connection.problem).toBe("there is no topic quots");
  const changed = vi.fn<() => void>();
  platform.live.connection.subscribe(changed);
  platform.ears?.closed();
  await platform.pass(250);
  platform.ears?.opened();
  expect(platform.connection.problem).toBe(null);
  expect(changed).toHaveBeenCalled();
});
