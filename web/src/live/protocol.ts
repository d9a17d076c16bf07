/**
 * What is said over the live socket, without the socket: which topics are wanted, what has to be sent for that, which
 * deliveries are the next ones. The other side is described in the engine `websocket` (its messages).
 */

/** One thing of a topic. Items of conflated topics have a key: the newest of a key replaces the one before. */
export interface Item {
  readonly key?: string;
}

export interface Delivery {
  topic: string;
  kind: string;
  sequence: number;
  /** Of a lossless topic: the name of its last event, to go on from after a lost connection. */
  position: string;
  data: unknown;
}

export type Request =
  | { op: "subscribe"; topics: string[]; after: Record<string, string> }
  | { op: "unsubscribe"; topics: string[] }
  | { op: "ping"; id: number };

/** Where accepted items go. */
export interface Sink {
  replace: (topic: string, items: readonly Item[]) => void;
  add: (topic: string, items: readonly Item[]) => void;
}

/** The engine reads at most so many topics in one request. */
const MOST_TOPICS = 256;

interface Subscription {
  /** Of the last delivery; 0: the first one of this subscription is waited for. */
  sequence: number;
  position: string;
}

const record = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A delivery, or null for a text that is none. */
export function decode(text: string): Delivery | null {
  let told: unknown;
  try {
    told = JSON.parse(text);
  } catch {
    return null;
  }
  if (!record(told) || typeof told["kind"] !== "string") return null;
  const { topic, kind, sequence, position, data } = told;
  return {
    topic: typeof topic === "string" ? topic : "",
    kind,
    sequence: typeof sequence === "number" ? sequence : 0,
    position: typeof position === "string" ? position : "",
    data,
  };
}

/** Call `take` after anything else and send what it gives, while there is a connection. */
export class Protocol {
  private readonly topics = new Map<string, Subscription>();
  private readonly toSubscribe = new Set<string>();
  private readonly toUnsubscribe = new Set<string>();

  constructor(private readonly sink: Sink) {}

  want(topic: string): void {
    if (this.topics.has(topic)) return;
    this.topics.set(topic, { sequence: 0, position: "" });
    this.toSubscribe.add(topic);
    this.toUnsubscribe.delete(topic);
  }

  drop(topic: string): void {
    if (!this.topics.delete(topic)) return;
    if (!this.toSubscribe.delete(topic)) this.toUnsubscribe.add(topic);
  }

  /** A connection begins: the other side knows nothing of the one before. */
  opened(): void {
    this.toUnsubscribe.clear();
    for (const topic of this.topics.keys()) this.subscribeAgain(topic);
  }

  take(): Request[] {
    const requests: Request[] = [];
    if (this.toUnsubscribe.size) requests.push({ op: "unsubscribe", topics: [...this.toUnsubscribe] });
    const wanted = [...this.toSubscribe];
    for (let first = 0; first < wanted.length; first += MOST_TOPICS) {
      const topics = wanted.slice(first, first + MOST_TOPICS);
      const positions = topics.map((topic) => [topic, this.topics.get(topic)?.position ?? ""] as const);
      requests.push({ op: "subscribe", topics, after: Object.fromEntries(positions.filter(([, at]) => at)) });
    }
    this.toUnsubscribe.clear();
    this.toSubscribe.clear();
    return requests;
  }

  receive(delivery: Delivery): void {
    const subscription = this.topics.get(delivery.topic);
    if (!subscription || this.toSubscribe.has(delivery.topic)) return;
    if (delivery.sequence !== subscription.sequence + 1) {
      // What was under way when a topic was subscribed to anew still has the old numbers, and is not waited for.
      if (subscription.sequence > 0) this.subscribeAgain(delivery.topic);
      return;
    }
    subscription.sequence = delivery.sequence;
    if (delivery.position) subscription.position = delivery.position;
    const items = Array.isArray(delivery.data) ? delivery.data.filter(record) : [];
    if (delivery.kind === "snapshot") this.sink.replace(delivery.topic, items);
    if (delivery.kind === "delta") this.sink.add(delivery.topic, items);
    // A gap is counted only: the snapshot that follows it replaces everything.
  }

  private subscribeAgain(topic: string): void {
    const subscription = this.topics.get(topic);
    if (subscription) subscription.sequence = 0;
    this.toSubscribe.add(topic);
  }
}
