/** The page's one live connection, put together: link, protocol, store, and how many want each topic. */
import { cell, type Cell } from "@/api/cell";
import { Link, type Connection, type Surroundings } from "./link";
import { Protocol } from "./protocol";
import { Store } from "./store";

/** Who leaves a topic may be back soon, for example with the next page. */
const KEPT_MS = 2_000;

export type Outside = Omit<Surroundings, "changed"> & { nextFrame: (callback: () => void) => void };

export class Live {
  readonly connection: Cell<Connection> = cell({
    state: "connecting",
    lagMs: null,
    updatesPerSecond: 0,
    problem: null,
  } as Connection);
  readonly paused: Cell<boolean> = cell(false);
  readonly store: Store;
  readonly link: Link;
  private readonly protocol: Protocol;
  private readonly wanted = new Map<string, number>();
  private isFlushing = false;

  constructor(private readonly outside: Outside) {
    this.store = new Store(outside.nextFrame);
    this.protocol = new Protocol(this.store);
    this.link = new Link(this.protocol, { ...outside, changed: this.connection.set });
    this.paused.subscribe(() => this.store.pause(this.paused.get()));
  }

  togglePause(): void {
    this.paused.set(!this.paused.get());
  }

  /** Have the topic delivered until the function that it gives is called. */
  want(topic: string): () => void {
    this.wanted.set(topic, (this.wanted.get(topic) ?? 0) + 1);
    this.protocol.want(topic);
    this.flushSoon();
    return () => {
      this.wanted.set(topic, (this.wanted.get(topic) ?? 1) - 1);
      this.outside.later(() => this.dropUnwanted(topic), KEPT_MS);
    };
  }

  private dropUnwanted(topic: string): void {
    if (this.wanted.get(topic) !== 0) return;
    this.wanted.delete(topic);
    this.protocol.drop(topic);
    this.store.forget(topic);
    this.flushSoon();
  }

  /** What one render wants goes out in one request. */
  private flushSoon(): void {
    if (this.isFlushing) return;
    this.isFlushing = true;
    queueMicrotask(() => {
      this.isFlushing = false;
      this.link.flush();
    });
  }
}
