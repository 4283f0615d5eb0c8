// A client of a broker that comes back by itself: connects, subscribes again, publishes again what
// was left without an answer. The one module the host's readers and publishers talk to a broker
// through; it owns time and chance, and knows nothing of what the messages say.
import { setTimeout as pause } from "node:timers/promises";
import type { Broker } from "../config/broker.ts";
import { BrokerError } from "../errors.ts";
import { backOffMs } from "./back-off.ts";
import { ConnectError } from "./connect.ts";
import type { Answer, Connection } from "./connection.ts";
import type { ConnectionEvent } from "./connection-events.ts";
import { ConnectionOpener } from "./connection-opener.ts";
import type { Qos } from "./message.ts";
import { Outgoing } from "./outgoing.ts";
import type { Receiver } from "./receive-stream.ts";
import { type Subscription, subscribe } from "./subscribe.ts";

export interface ClientOptions extends Partial<Receiver> {
  readonly broker: Broker;
  readonly subscriptions?: readonly Subscription[];
  /** QoS of the subscriptions; 1 by default. */
  readonly qos?: Qos;
  /**
   * Attempts in a row, after one that failed or a connection that was lost. Without it the first
   * connection has one attempt, and a lost one is tried again for ever.
   */
  readonly retries?: number | undefined;
  /** Aborts connecting and waiting to connect; call `close` to end a connection. */
  readonly signal: AbortSignal;
  readonly onEvent?: (event: ConnectionEvent) => void;
  readonly answerDeadlineMs?: number;
  readonly backOff?: (failures: number) => number;
}

export interface Client {
  /** Rejects with a BrokerError when the client gives up; never resolves. */
  readonly failed: Promise<never>;
  /** Messages published and not answered yet. */
  readonly unanswered: number;
  /**
   * Resolves when the broker has answered, on this connection or a later one.
   * @throws BrokerError, DeadlineError, Unconfirmed (QoS 0 only)
   */
  publish(
    topic: string,
    payload: Uint8Array,
    options: { qos: Qos; retain?: boolean },
  ): Promise<Answer>;
  /** Waits a while for what is not answered yet, then disconnects. */
  close(): Promise<void>;
}

const ANSWER_DEADLINE_MS = 10_000;
const DRAIN_DEADLINE_MS = 5000;
/** A connection that held so long starts the back-off anew: a shorter one may end like the last. */
const HELD_MS = 10_000;

/**
 * Resolves when connected and subscribed.
 * @throws BrokerError when refused, or unreachable beyond `retries`
 */
export async function openClient(options: ClientOptions): Promise<Client> {
  const client = new ReconnectingClient(options);
  await client.open();
  return client;
}

class ReconnectingClient implements Client {
  readonly failed: Promise<never>;
  readonly #options: ClientOptions;
  readonly #outgoing: Outgoing;
  readonly #opener: ConnectionOpener;
  readonly #closing = new AbortController();
  readonly #stopped: AbortSignal;
  #connection: Connection | undefined;
  #attemptsInARow = 0;
  #fail: (error: Error) => void = () => {};

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#outgoing = new Outgoing(options.broker.url);
    this.#stopped = AbortSignal.any([options.signal, this.#closing.signal]);
    this.#opener = new ConnectionOpener({
      broker: options.broker,
      answerDeadlineMs: options.answerDeadlineMs ?? ANSWER_DEADLINE_MS,
      onMessage: options.onMessage ?? (() => {}),
      settled: options.settled,
      signal: this.#stopped,
    });
    this.failed = new Promise((_, reject) => {
      this.#fail = reject;
    });
    // Nobody may be waiting for it yet.
    this.failed.catch(() => {});
  }

  get unanswered(): number {
    return this.#outgoing.size;
  }

  async open(): Promise<void> {
    const connection = await this.#connect(false);
    void this.#keep(connection).catch((error: Error) => {
      this.#outgoing.abandon(error);
      this.#fail(error);
    });
  }

  async publish(
    topic: string,
    payload: Uint8Array,
    { qos, retain = false }: { qos: Qos; retain?: boolean },
  ): Promise<Answer> {
    return await this.#outgoing.publish(topic, payload, qos, retain);
  }

  async close(): Promise<void> {
    if (this.#connection) {
      const drained = new AbortController();
      const deadline = pause(DRAIN_DEADLINE_MS, undefined, { signal: drained.signal });
      await Promise.race([this.#outgoing.drained(), deadline.catch(() => {})]);
      drained.abort();
    }
    this.#closing.abort();
    const { url } = this.#options.broker;
    const left = `${this.#outgoing.size} without an answer when the connection was closed`;
    this.#outgoing.abandon(new BrokerError(url, left, "unreachable"));
    await this.#connection?.end();
  }

  /** Keeps a connection up until the client is closed. @throws BrokerError */
  async #keep(first: Connection): Promise<void> {
    let connection = first;
    for (;;) {
      this.#connection = connection;
      this.#outgoing.attach(connection);
      const since = performance.now();
      const loss = await connection.closed;
      this.#connection = undefined;
      this.#outgoing.detach();
      if (this.#closing.signal.aborted) return;
      if (loss.refused) throw this.#error(loss.reason, "refused");
      if (performance.now() - since >= HELD_MS) this.#attemptsInARow = 0;
      await this.#waitToRetry("lost", loss.reason, true);
      if (this.#stopped.aborted) return;
      connection = await this.#connect(true);
    }
  }

  /** As many attempts as it may take. @throws BrokerError */
  async #connect(again: boolean): Promise<Connection> {
    for (;;) {
      try {
        const connection = await this.#opener.open();
        const { subscriptions = [], qos = 1, onEvent } = this.#options;
        const refused = await subscribe(connection, subscriptions, { qos, onEvent, again });
        if (refused !== undefined) throw this.#error(refused, "refused");
        const { url } = this.#options.broker;
        this.#options.onEvent?.({ kind: "connected", url, mqtt: connection.version, again });
        return connection;
      } catch (error) {
        this.#stopped.throwIfAborted();
        if (!(error instanceof ConnectError)) throw error;
        if (error.failure.code === "refused") throw this.#error(error.message, "refused");
        await this.#waitToRetry("failed", error.message, again);
        this.#stopped.throwIfAborted();
      }
    }
  }

  /** @throws BrokerError when the attempts are used up */
  async #waitToRetry(kind: "lost" | "failed", reason: string, again: boolean): Promise<void> {
    const {
      retries,
      onEvent,
      backOff = (failures) => backOffMs(failures, Math.random()),
    } = this.#options;
    const most = retries ?? (again ? Number.POSITIVE_INFINITY : 0);
    if (this.#attemptsInARow >= most) {
      const givingUp = most > 0 ? `; gave up after ${most} more attempt${most > 1 ? "s" : ""}` : "";
      throw this.#error(reason + givingUp, "unreachable");
    }
    this.#attemptsInARow++;
    const waitMs = backOff(this.#attemptsInARow);
    onEvent?.({ kind, url: this.#options.broker.url, reason, waitMs });
    await pause(waitMs, undefined, { signal: this.#stopped }).catch(() => {});
  }

  #error(reason: string, code: "refused" | "unreachable"): BrokerError {
    return new BrokerError(this.#options.broker.url, reason, code);
  }
}
