/**
 * What came in, and who wants to know. Items wait until the next frame; then they are shown, and each listener whose own
 * key has changed is told, once. While paused they go on waiting, the newest of a key in the place of those before.
 */
import type { Item, Sink } from "./protocol";

/** Of a lossless topic the last so many events are kept. */
export const MOST_EVENTS = 2_000;

type Listener = () => void;

/** The items since the last call in their order; `replaced`: they are all there is, what was there before is gone. */
export type TopicListener = (items: readonly Item[], replaced: boolean) => void;

const NO_KEYS: readonly string[] = [];
const NO_ITEMS: readonly Item[] = [];

class Topic {
  readonly newest = new Map<string, Item>();
  keys = NO_KEYS;
  events = NO_ITEMS;

  /** What came since the last frame. */
  replaced = false;
  readonly waiting = new Map<string, Item>();
  waitingEvents: Item[] = [];
  waitingInOrder: Item[] = [];

  readonly ofKey = new Map<string, Set<Listener>>();
  readonly ofKeys = new Set<Listener>();
  readonly ofEvents = new Set<Listener>();
  readonly ofAll = new Set<TopicListener>();
  /** Those of `ofAll` that have been told nothing yet. */
  readonly newcomers = new Set<TopicListener>();
  wasShown = false;

  take(items: readonly Item[]): void {
    for (const item of items) {
      if (item.key === undefined) this.waitingEvents.push(item);
      else this.waiting.set(item.key, item);
      if (this.ofAll.size) this.waitingInOrder.push(item);
    }
    this.waitingEvents = newestOf(this.waitingEvents);
    this.waitingInOrder = newestOf(this.waitingInOrder);
  }

  restart(): void {
    this.replaced = true;
    this.waiting.clear();
    this.waitingEvents = [];
    this.waitingInOrder = [];
  }

  /** Show what waits; `told` gets the listeners to call. */
  show(told: Set<Listener>): void {
    const changed = this.replaced ? this.forgetOthers() : new Set<string>();
    let differs = changed.size > 0;
    for (const [key, item] of this.waiting) {
      differs ||= !this.newest.has(key);
      this.newest.set(key, item);
      changed.add(key);
    }
    for (const key of changed) for (const listener of this.ofKey.get(key) ?? []) told.add(listener);
    if (differs) {
      this.keys = [...this.newest.keys()];
      for (const listener of this.ofKeys) told.add(listener);
    }
    if (this.waitingEvents.length || (this.replaced && this.events.length)) {
      this.events = newestOf([...(this.replaced ? [] : this.events), ...this.waitingEvents]);
      for (const listener of this.ofEvents) told.add(listener);
    }
    this.tellAll(told);
    this.restart();
    this.replaced = false;
    this.wasShown = true;
  }

  /** Tell newcomers what is shown already. */
  greet(told: Set<Listener>): void {
    const known = [...this.newest.values(), ...this.events];
    for (const listener of this.newcomers) if (known.length) told.add(() => listener(known, true));
    this.newcomers.clear();
  }

  /** Keys that a snapshot no longer has. */
  private forgetOthers(): Set<string> {
    const gone = new Set([...this.newest.keys()].filter((key) => !this.waiting.has(key)));
    for (const key of gone) this.newest.delete(key);
    return gone;
  }

  private tellAll(told: Set<Listener>): void {
    const { waitingInOrder: items, replaced } = this;
    const settled = [...this.ofAll].filter((listener) => !this.newcomers.has(listener));
    if (items.length || replaced) for (const listener of settled) told.add(() => listener(items, replaced));
    this.greet(told);
  }
}

const newestOf = (items: Item[]): Item[] => (items.length > MOST_EVENTS ? items.slice(-MOST_EVENTS) : items);

export class Store implements Sink {
  private readonly topics = new Map<string, Topic>();
  private readonly changed = new Set<Topic>();
  private isScheduled = false;
  private isPaused = false;

  /** `nextFrame` calls back once, when the page is painted next. */
  constructor(private readonly nextFrame: (callback: () => void) => void) {}

  replace(name: string, items: readonly Item[]): void {
    this.topic(name).restart();
    this.add(name, items);
  }

  add(name: string, items: readonly Item[]): void {
    const topic = this.topic(name);
    topic.take(items);
    this.changed.add(topic);
    this.schedule();
  }

  pause(paused: boolean): void {
    this.isPaused = paused;
    this.schedule();
  }

  /** Nobody wants the topic any more. Its listeners are gone already. */
  forget(name: string): void {
    const topic = this.topics.get(name);
    if (topic) this.changed.delete(topic);
    this.topics.delete(name);
  }

  item(name: string, key: string): Item | undefined {
    return this.topics.get(name)?.newest.get(key);
  }

  keys(name: string): readonly string[] {
    return this.topics.get(name)?.keys ?? NO_KEYS;
  }

  events(name: string): readonly Item[] {
    return this.topics.get(name)?.events ?? NO_ITEMS;
  }

  onItem(name: string, key: string, listener: Listener): () => void {
    const { ofKey } = this.topic(name);
    const listeners = ofKey.get(key) ?? new Set();
    ofKey.set(key, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (!listeners.size && ofKey.get(key) === listeners) ofKey.delete(key);
    };
  }

  onKeys(name: string, listener: Listener): () => void {
    return listen(this.topic(name).ofKeys, listener);
  }

  onEvents(name: string, listener: Listener): () => void {
    return listen(this.topic(name).ofEvents, listener);
  }

  /** What is there already is told first, with the next frame. */
  onTopic(name: string, listener: TopicListener): () => void {
    const topic = this.topic(name);
    topic.ofAll.add(listener);
    topic.newcomers.add(listener);
    this.changed.add(topic);
    this.schedule();
    return () => {
      topic.ofAll.delete(listener);
      topic.newcomers.delete(listener);
    };
  }

  private topic(name: string): Topic {
    let topic = this.topics.get(name);
    if (!topic) this.topics.set(name, (topic = new Topic()));
    return topic;
  }

  private schedule(): void {
    if (this.isScheduled || !this.changed.size) return;
    this.isScheduled = true;
    this.nextFrame(() => this.show());
  }

  /** While paused what was never shown is shown once: a page that is opened then is not empty. */
  private show(): void {
    this.isScheduled = false;
    const told = new Set<Listener>();
    for (const topic of this.changed) {
      if (this.isPaused && topic.wasShown) topic.greet(told);
      else {
        topic.show(told);
        this.changed.delete(topic);
      }
    }
    for (const listener of told) listener();
  }
}

function listen(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
