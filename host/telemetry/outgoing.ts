// Messages on their way to the broker, across connections: what a lost connection left without an
// answer goes out again on the next. Knows no socket and no schedule.
import { BrokerError, DeadlineError } from "../errors.ts";
import { type Answer, type Connection, Refusal } from "./connection.ts";
import { ConnectionLost } from "./loss.ts";
import type { Qos } from "./message.ts";

interface Pending {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: Qos;
  readonly retain: boolean;
  readonly order: number;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
  /** Connections the broker ended, or left without an answer, while this was in flight. */
  closed: number;
  unanswered: number;
}

/** A QoS 0 message whose connection was lost before the broker had shown that it took it. */
export class Unconfirmed extends Error {
  override name = "Unconfirmed";
  constructor(
    topic: string,
    readonly closedByBroker: boolean,
  ) {
    super(`the connection ended before the broker had taken a message to ${topic}`);
  }
}

/** After so many connections that ended the same way on the same message, it is the message. */
const MOST_ATTEMPTS = 2;

export class Outgoing {
  readonly #url: string;
  #waiting: Pending[] = [];
  readonly #inFlight = new Set<Pending>();
  #connection: Connection | undefined;
  #count = 0;
  #over: Error | undefined;
  #emptied: (() => void)[] = [];

  constructor(url: string) {
    this.#url = url;
  }

  /** Messages without an answer. */
  get size(): number {
    return this.#waiting.length + this.#inFlight.size;
  }

  /** @throws BrokerError, DeadlineError */
  publish(topic: string, payload: Uint8Array, qos: Qos, retain: boolean): Promise<Answer> {
    if (this.#over) return Promise.reject(this.#over);
    return new Promise((resolve, reject) => {
      const order = this.#count++;
      const rest = { order, resolve, reject, closed: 0, unanswered: 0 };
      this.#waiting.push({ topic, payload, qos, retain, ...rest });
      this.#pump();
    });
  }

  attach(connection: Connection): void {
    this.#connection = connection;
    this.#pump();
  }

  detach(): void {
    this.#connection = undefined;
  }

  /** Resolves when nothing is left without an answer. */
  async drained(): Promise<void> {
    if (this.size === 0) return;
    await new Promise<void>((resolve) => this.#emptied.push(resolve));
  }

  /** Gives up whatever has no answer yet, and whatever may come. */
  abandon(error: Error): void {
    this.#over ??= error;
    for (const pending of [...this.#inFlight, ...this.#waiting]) pending.reject(error);
    this.#inFlight.clear();
    this.#waiting = [];
    this.#tellEmptied();
  }

  #pump(): void {
    const connection = this.#connection;
    if (connection === undefined) return;
    while (this.#inFlight.size < connection.mostInFlight) {
      const pending = this.#waiting.shift();
      if (pending === undefined) return;
      this.#inFlight.add(pending);
      void this.#send(pending, connection);
    }
  }

  async #send(pending: Pending, connection: Connection): Promise<void> {
    const { topic, payload, qos, retain } = pending;
    const outcome = await connection.publish(topic, payload, qos, retain).then(
      (answer) => () => pending.resolve(answer),
      (error: Error) => {
        if (error instanceof ConnectionLost && this.#connection === connection) this.detach();
        const failure = this.#judge(pending, error);
        return failure && (() => pending.reject(failure));
      },
    );
    // False when it was abandoned meanwhile.
    if (!this.#inFlight.delete(pending)) return;
    if (outcome) outcome();
    else this.#putBack(pending);
    this.#pump();
    this.#tellEmptied();
  }

  /** The error to end with, or undefined when the message is to go out again. */
  #judge(pending: Pending, error: Error): Error | undefined {
    const { topic, qos } = pending;
    if (error instanceof Refusal) {
      return new BrokerError(
        this.#url,
        `refused a message to ${topic}: ${error.message}`,
        "refused",
      );
    }
    if (!(error instanceof ConnectionLost)) return error;
    const { loss } = error;
    if (loss.refused) return new BrokerError(this.#url, loss.reason, "refused");
    // QoS 0 is sent once [MQTT-4.3.1-1]: whether it arrived, nobody can tell.
    if (qos === 0) return new Unconfirmed(topic, loss.byBroker);
    if (loss.byBroker) pending.closed++;
    if (loss.unanswered) pending.unanswered++;
    if (pending.closed >= MOST_ATTEMPTS) {
      const reason = `closed the connection ${pending.closed} times upon a message to ${topic}; brokers of MQTT 3.1.1 do so when they refuse it (ACL)`;
      return new BrokerError(this.#url, reason, "refused");
    }
    if (pending.unanswered >= MOST_ATTEMPTS) {
      const attempts = `in ${pending.unanswered} attempts`;
      return new DeadlineError(
        `${this.#url}: ${loss.reason}, ${attempts}, for a message to ${topic}`,
      );
    }
    return undefined;
  }

  #putBack(pending: Pending): void {
    const before = this.#waiting.findIndex(({ order }) => order > pending.order);
    this.#waiting.splice(before < 0 ? this.#waiting.length : before, 0, pending);
  }

  #tellEmptied(): void {
    if (this.size > 0) return;
    for (const tell of this.#emptied.splice(0)) tell();
  }
}
