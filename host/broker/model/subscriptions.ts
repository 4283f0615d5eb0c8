// Who has subscribed to a topic. Owns the matching of filters [MQTT-4.7]; knows no connection.
import type { Subscription } from "./message.ts";

export interface Match<Subscriber> {
  readonly subscriber: Subscriber;
  readonly subscription: Subscription;
}

/** Topics of a fleet come again and again; more than these are matched anew. */
const MOST_CACHED = 10_000;

interface Kept {
  readonly subscription: Subscription;
  readonly levels: readonly string[];
}

export class Subscriptions<Subscriber> {
  readonly #bySubscriber = new Map<Subscriber, Map<string, Kept>>();
  readonly #cache = new Map<string, readonly Match<Subscriber>[]>();

  /** False when the filter was there already: what it asks for is replaced. */
  add(subscriber: Subscriber, subscription: Subscription): boolean {
    this.#cache.clear();
    const { filter } = subscription;
    const own = this.#bySubscriber.get(subscriber) ?? new Map<string, Kept>();
    this.#bySubscriber.set(subscriber, own);
    const isNew = !own.has(filter);
    own.set(filter, { subscription, levels: filter.split("/") });
    return isNew;
  }

  /** False when there was none. */
  remove(subscriber: Subscriber, filter: string): boolean {
    this.#cache.clear();
    return this.#bySubscriber.get(subscriber)?.delete(filter) ?? false;
  }

  removeAll(subscriber: Subscriber): void {
    if (this.#bySubscriber.delete(subscriber)) this.#cache.clear();
  }

  of(subscriber: Subscriber): readonly Subscription[] {
    const own = this.#bySubscriber.get(subscriber)?.values() ?? [];
    return [...own].map(({ subscription }) => subscription);
  }

  matching(topic: string): readonly Match<Subscriber>[] {
    const known = this.#cache.get(topic);
    if (known !== undefined) return known;
    const levels = topic.split("/");
    const matches: Match<Subscriber>[] = [];
    for (const [subscriber, own] of this.#bySubscriber) {
      for (const { subscription, levels: filter } of own.values()) {
        if (isMatch(filter, levels)) matches.push({ subscriber, subscription });
      }
    }
    if (this.#cache.size >= MOST_CACHED) this.#cache.clear();
    this.#cache.set(topic, matches);
    return matches;
  }
}

export function isMatch(filter: readonly string[], topic: readonly string[]): boolean {
  // [MQTT-4.7.2-1]
  if (topic[0]!.startsWith("$") && (filter[0] === "#" || filter[0] === "+")) return false;
  for (let level = 0; level < filter.length; level++) {
    if (filter[level] === "#") return true;
    if (level >= topic.length) return false;
    if (filter[level] !== "+" && filter[level] !== topic[level]) return false;
  }
  return filter.length === topic.length;
}
