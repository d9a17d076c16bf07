/**
 * The connection to the platform: ticket, socket, and again after it was lost. What is said over it is `Protocol`.
 * Everything of the browser that it needs is handed to it, so that tests can run it without one.
 */
import { decode, type Delivery, type Protocol, type Request } from "./protocol";

export type LinkState = "connecting" | "open" | "reconnecting" | "expired";

export interface Connection {
  state: LinkState;
  /** From question to answer, milliseconds; null: not measured. */
  lagMs: number | null;
  /** Items that came in, mean over the last ping interval. */
  updatesPerSecond: number;
  /** What the platform last refused, for a person who looks for the cause. */
  problem: string | null;
}

/** As much of a WebSocket as is used. */
export interface Socket {
  send: (text: string) => void;
  close: () => void;
}

/** What a socket reports. */
export interface Ears {
  opened: () => void;
  heard: (data: unknown) => void;
  closed: () => void;
}

export interface Surroundings {
  /** A ticket for one connection; null: the session is over. Throws when there is no answer. */
  ticket: () => Promise<string | null>;
  connect: (ticket: string, ears: Ears) => Socket;
  /** Calls back once after `milliseconds`; gives what takes that back. */
  later: (callback: () => void, milliseconds: number) => () => void;
  /** Milliseconds of a clock that does not go back. */
  now: () => number;
  /** In [0, 1). */
  random: () => number;
  changed: (connection: Connection) => void;
}

export const PING_MS = 2_000;
/** A connection that leaves so many pings unanswered is dead, whatever the socket says. */
const MOST_UNANSWERED = 3;
const SHORTEST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 10_000;
/** Nothing is known of an attempt that takes longer. */
const OPEN_MS = 10_000;

export class Link {
  private connection: Connection = { state: "connecting", lagMs: null, updatesPerSecond: 0, problem: null };
  private socket: Socket | null = null;
  private isOpen = false;
  private failures = 0;
  /** Of the present attempt: what an older one still reports is not heard. */
  private attempt = 0;
  private cancelTimer: () => void = () => undefined;
  private pingId = 0;
  private readonly pings = new Map<number, number>();
  private received = 0;
  private countedAt = 0;

  constructor(
    private readonly protocol: Protocol,
    private readonly around: Surroundings,
  ) {}

  start(): void {
    void this.connect();
  }

  /** Send what the protocol has to say, if somebody is there. When the connection opens everything is said. */
  flush(): void {
    if (this.isOpen) for (const request of this.protocol.take()) this.send(request);
  }

  /** The network or the person came back: do not wait any longer. */
  hurry(): void {
    if (this.connection.state !== "reconnecting" || this.socket) return;
    this.failures = 0;
    void this.connect();
  }

  expire(): void {
    this.leave();
    this.tell({ state: "expired", lagMs: null, updatesPerSecond: 0 });
  }

  /** The session goes on. */
  renew(): void {
    if (this.connection.state !== "expired") return;
    this.failures = 0;
    this.tell({ state: "reconnecting" });
    void this.connect();
  }

  private async connect(): Promise<void> {
    this.leave();
    const attempt = ++this.attempt;
    this.cancelTimer = this.around.later(() => this.lost(attempt), OPEN_MS);
    let ticket: string | null;
    try {
      ticket = await this.around.ticket();
    } catch {
      this.lost(attempt);
      return;
    }
    if (attempt !== this.attempt) return;
    if (ticket === null) {
      this.expire();
      return;
    }
    this.socket = this.around.connect(ticket, {
      opened: () => attempt === this.attempt && this.opened(),
      heard: (data) => attempt === this.attempt && this.heard(data),
      closed: () => this.lost(attempt),
    });
  }

  private opened(): void {
    this.isOpen = true;
    this.protocol.opened();
    this.flush();
    this.tell({ state: "open", problem: null });
    this.countedAt = this.around.now();
    this.cancelTimer();
    this.ping();
  }

  private heard(data: unknown): void {
    const delivery = typeof data === "string" ? decode(data) : null;
    if (!delivery) return;
    this.failures = 0; // not before: a connection that is closed as soon as it is open must not be tried at once
    if (delivery.kind === "pong") this.answered(delivery);
    else if (delivery.kind === "error") this.tell({ problem: refusal(delivery) });
    else {
      if (Array.isArray(delivery.data)) this.received += delivery.data.length;
      this.protocol.receive(delivery);
      this.flush();
    }
  }

  private answered({ data }: Delivery): void {
    const id = typeof data === "object" && data !== null && "id" in data ? Number(data.id) : Number.NaN;
    const sentAt = this.pings.get(id);
    if (sentAt === undefined) return;
    for (const earlier of [...this.pings.keys()].filter((other) => other <= id)) this.pings.delete(earlier);
    this.tell({ lagMs: Math.round(this.around.now() - sentAt) });
  }

  private ping(): void {
    if (this.pings.size >= MOST_UNANSWERED) {
      this.lost(this.attempt);
      return;
    }
    const now = this.around.now();
    const seconds = (now - this.countedAt) / 1_000;
    if (seconds > 0) this.tell({ updatesPerSecond: Math.round(this.received / seconds) });
    this.received = 0;
    this.countedAt = now;
    this.pings.set(++this.pingId, now);
    this.send({ op: "ping", id: this.pingId });
    this.cancelTimer = this.around.later(() => this.ping(), PING_MS);
  }

  private lost(attempt: number): void {
    if (attempt !== this.attempt || this.connection.state === "expired") return;
    this.leave();
    const longest = Math.min(LONGEST_WAIT_MS, SHORTEST_WAIT_MS * 2 ** this.failures++);
    this.tell({ state: "reconnecting", lagMs: null, updatesPerSecond: 0 });
    // Half of it by chance, so that many pages do not come back at the same moment.
    this.cancelTimer = this.around.later(() => void this.connect(), longest * (0.5 + this.around.random() / 2));
  }

  /** Be done with the present attempt. */
  private leave(): void {
    this.attempt++;
    this.cancelTimer();
    this.socket?.close();
    this.socket = null;
    this.isOpen = false;
    this.pings.clear();
    this.received = 0;
  }

  private send(request: Request): void {
    this.socket?.send(JSON.stringify(request));
  }

  private tell(news: Partial<Connection>): void {
    this.connection = { ...this.connection, ...news };
    this.around.changed(this.connection);
  }
}

function refusal({ data }: Delivery): string {
  return typeof data === "object" && data !== null && "detail" in data ? String(data.detail) : "refused";
}
