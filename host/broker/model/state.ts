// What the model broker knows: sessions, their subscriptions, retained messages. Owns the way of a message
// to those who want it, and what a file would keep of all that; knows no connection.
import type { Message } from "./message.ts";
import type { Session } from "./session.ts";
import { isMatch, Subscriptions } from "./subscriptions.ts";

export class BrokerState {
  readonly sessions = new Map<string, Session>();
  readonly subscriptions = new Subscriptions<Session>();
  readonly #retained = new Map<string, Message>();

  /** How many subscriptions it went to; `copies` to each. */
  route(message: Message, from: Session | undefined, copies: number): number {
    const { topic, payload, retain } = message;
    if (retain) {
      if (payload.length === 0) this.#retained.delete(topic);
      else this.#retained.set(topic, message);
    }
    const matches = this.subscriptions.matching(topic);
    const once = matches.length > 1 ? new Set<Session>() : undefined;
    for (const { subscriber, subscription } of matches) {
      // Mosquitto: of overlapping filters a client of 3.1.1 is sent one copy, one of 5 as many as match.
      if (once?.has(subscriber) && !subscriber.isOfFive) continue;
      once?.add(subscriber);
      if (subscription.noLocal && subscriber === from) continue;
      const qos = message.qos && subscription.qos;
      const kept = retain && subscription.retainAsPublished;
      const delivered =
        qos === message.qos && kept === retain ? message : { ...message, qos, retain: kept };
      for (let copy = copies; copy > 0; copy--) subscriber.deliver(delivered);
    }
    return matches.length;
  }

  retainedFor(filter: string): Message[] {
    const levels = filter.split("/");
    return [...this.#retained.values()].filter(({ topic }) => isMatch(levels, topic.split("/")));
  }

  forget(session: Session): void {
    session.cancelExpiry();
    this.subscriptions.removeAll(session);
    if (this.sessions.get(session.clientId) === session) this.sessions.delete(session.clientId);
  }

  /** As a file would have it: nobody is connected, and a session that ends with its connection is none. */
  copy(): BrokerState {
    const copy = new BrokerState();
    for (const [topic, message] of this.#retained) copy.#retained.set(topic, message);
    for (const session of this.sessions.values()) {
      if (session.expirySeconds === 0) continue;
      const kept = session.copy();
      copy.sessions.set(kept.clientId, kept);
      for (const one of this.subscriptions.of(session)) copy.subscriptions.add(kept, one);
    }
    return copy;
  }
}
