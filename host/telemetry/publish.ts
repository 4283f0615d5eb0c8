// Publishes a message, once or on a schedule, and checks what became of each. Owns the course of
// it; the schedule's arithmetic, the placeholders and the client have their own files.
import { setTimeout as pause } from "node:timers/promises";
import type { Broker } from "../config/broker.ts";
import { BrokerError, ConfigError } from "../errors.ts";
import { type Client, openClient } from "./client.ts";
import type { Answer } from "./connection.ts";
import { connectionEventText } from "./connection-events.ts";
import type { Qos } from "./message.ts";
import { Unconfirmed } from "./outgoing.ts";
import { excerpt, printable } from "./printable.ts";
import { nextTick } from "./schedule.ts";
import type { Screen } from "./screen.ts";
import { fillIn } from "./template.ts";
import { faultOfTopic } from "./topic-filter.ts";

export interface PublishOptions {
  readonly broker: Broker;
  /** May hold {i} and {time}. */
  readonly topic: string;
  /** Text may hold {i} and {time}; bytes are published as they are. */
  readonly message: string | Uint8Array;
  readonly qos: Qos;
  readonly retain: boolean;
  /** Milliseconds between messages; without it there is one. */
  readonly everyMs?: number | undefined;
  /** Messages of a schedule; without it there is no end. */
  readonly count?: number | undefined;
  readonly retries?: number | undefined;
  readonly screen: Screen;
  readonly interrupted: AbortSignal;
}

/** Messages that wait while the broker is away; beyond them a tick is given up, and counted. */
const MOST_WAITING = 1000;

/** @throws BrokerError, DeadlineError, ConfigError when a topic cannot be published to */
export async function publish(options: PublishOptions): Promise<void> {
  const { screen, interrupted, broker } = options;
  const client = await openClient({
    broker,
    retries: options.retries,
    signal: interrupted,
    onEvent: (event) => {
      // The first connection goes without saying: the messages show it.
      if (event.kind === "connected" && !event.again) return;
      screen.notice(connectionEventText(event), event.kind !== "connected");
    },
  });
  const course = new Course(options, client);
  try {
    await Promise.race([course.run(), client.failed]);
  } finally {
    course.stop();
    await client.close();
    course.sumUp();
  }
  course.check();
}

class Course {
  readonly #options: PublishOptions;
  readonly #client: Client;
  /** Aborted by the first message that is refused, at the latest when the client has given up. */
  readonly #over = new AbortController();
  #failure: unknown;
  #published = 0;
  #answered = 0;
  #unconfirmed = 0;
  #unconfirmedInARow = 0;
  #givenUp = 0;
  #nobody = 0;

  constructor(options: PublishOptions, client: Client) {
    this.#options = options;
    this.#client = client;
  }

  async run(): Promise<void> {
    const { everyMs, count = everyMs === undefined ? 1 : Number.POSITIVE_INFINITY } = this.#options;
    const over = AbortSignal.any([this.#options.interrupted, this.#over.signal]);
    const answers = new Set<Promise<void>>();
    const startMs = performance.now();
    let dueMs = startMs;
    for (let i = 1; i <= count; i++) {
      await until(dueMs, over);
      if (over.aborted) break;
      if (this.#client.unanswered >= MOST_WAITING) {
        this.#givenUp++;
      } else {
        const answer = this.#publish(i).finally(() => answers.delete(answer));
        answers.add(answer);
      }
      dueMs = nextTick(startMs, everyMs ?? 1, dueMs, performance.now()).dueMs;
    }
    // Interrupted, `close` gives what is in flight a while; its results are told all the same.
    if (!this.#options.interrupted.aborted) await Promise.all(answers);
  }

  /** No more messages; those on their way are not touched. */
  stop(): void {
    this.#over.abort();
  }

  async #publish(i: number): Promise<void> {
    const { topic: template, message, qos, retain } = this.#options;
    const now = new Date();
    const topic = fillIn(template, i, now);
    // The counter grows: a topic that fitted at first can become too long.
    const fault = faultOfTopic(topic);
    if (fault) {
      this.#judge(new ConfigError([{ path: `topic "${excerpt(topic)}"`, message: fault }]), topic);
      return;
    }
    const payload = typeof message === "string" ? Buffer.from(fillIn(message, i, now)) : message;
    const sentMs = performance.now();
    this.#published++;
    try {
      const answer = await this.#client.publish(topic, payload, { qos, retain });
      this.#answered++;
      this.#unconfirmedInARow = 0;
      if (answer === "no subscribers") this.#nobody++;
      const ms = Math.round(performance.now() - sentMs);
      this.#tell(
        `${printable(topic)}  ${counted(payload.length, "byte")}, QoS ${qos}, ${ANSWERS[answer](ms)}`,
      );
    } catch (error) {
      this.#judge(error, topic);
    }
  }

  #judge(error: unknown, topic: string): void {
    const { everyMs, broker } = this.#options;
    if (!(error instanceof Unconfirmed)) {
      this.#failure ??= error;
      this.#over.abort();
      return;
    }
    this.#unconfirmed++;
    if (error.closedByBroker) this.#unconfirmedInARow++;
    this.#options.screen.notice(error.message, true);
    // A connection can end by chance at that very moment; twice in a row it is the message.
    if (this.#unconfirmedInARow < (everyMs === undefined ? 1 : 2)) return;
    const reason = `closed the connection upon a message to ${printable(topic)}; brokers of MQTT 3.1.1 do so when they refuse it (ACL)`;
    this.#failure ??= new BrokerError(broker.url, reason, "refused");
    this.#over.abort();
  }

  sumUp(): void {
    if (this.#options.everyMs === undefined) return;
    const parts = [`published ${this.#published}`, `${this.#answered} answered`];
    if (this.#nobody > 0) parts.push(`${this.#nobody} without a subscriber`);
    if (this.#unconfirmed > 0) parts.push(`${this.#unconfirmed} unconfirmed`);
    if (this.#givenUp > 0) parts.push(`${this.#givenUp} given up while the broker was away`);
    this.#options.screen.notice(parts.join(", "), this.#answered < this.#published);
  }

  /** @throws what the first refused message ended with, or when not all were answered */
  check(): void {
    if (this.#failure) throw this.#failure;
    const { broker, interrupted } = this.#options;
    const lost = this.#unconfirmed + this.#givenUp;
    if (lost === 0 || interrupted.aborted) return;
    throw new BrokerError(
      broker.url,
      `${counted(lost, "message")} may not have arrived`,
      "unreachable",
    );
  }

  #tell(text: string): void {
    this.#options.screen.notice(text);
  }
}

const ANSWERS: Record<Answer, (ms: number) => string> = {
  acknowledged: (ms) => `acknowledged in ${ms} ms`,
  "no subscribers": (ms) => `acknowledged in ${ms} ms; nobody subscribes`,
  // QoS 0 has no acknowledgement; the broker went on answering after it.
  taken: (ms) => `taken in ${ms} ms`,
};

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

/** Waits until a time of the monotonic clock; a timer may fire a little early. */
async function until(dueMs: number, signal: AbortSignal): Promise<void> {
  for (;;) {
    const waitMs = dueMs - performance.now();
    if (waitMs <= 0 || signal.aborted) return;
    await pause(Math.min(Math.ceil(waitMs), 2 ** 31 - 1), undefined, { signal }).catch(() => {});
  }
}
