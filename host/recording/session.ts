// The recorder's session with a broker, over one connection after the other: what arrives is committed,
// then acknowledged, then told to the boards. Takes streams, clock and chance from outside, and runs
// in virtual time as well; knows no database.
import type { Clock } from "../clock.ts";
import type { Broker } from "../config/broker.ts";
import { BrokerError } from "../errors.ts";
import { backOffMs } from "../telemetry/back-off.ts";
import type { ReceivedPublish } from "../telemetry/publish-parser.ts";
import { BATCH_LIMITS, type BatchLimits } from "./batch-pacer.ts";
import { Committer } from "./committer.ts";
import type { Link, OpenStream } from "./link.ts";
import { LinkOpener, NoLink } from "./link-opener.ts";
import { MarkPublisher } from "./mark-publisher.ts";
import type { Mark } from "./series.ts";
import type { SessionEvent } from "./session-events.ts";
import type { Committed } from "./store.ts";

export interface SessionOptions {
  readonly broker: Broker;
  readonly prefix: string;
  /** Under which the broker keeps the session: the same for a folder for ever. */
  readonly clientId: string;
  /** The broker had a session for this client id. */
  readonly expectsSession: boolean;
  readonly sessionExpirySeconds?: number | undefined;
  readonly open: OpenStream;
  readonly clock: Clock;
  /** Milliseconds since 1970. */
  readonly utcMs: () => number;
  /** In [0, 1). */
  readonly random?: (() => number) | undefined;
  readonly batches?: BatchLimits | undefined;
  /** While more waits for the disk nothing is read. */
  readonly mostWaitingBytes?: number | undefined;
  /** Attempts in a row; as in telemetry/client.ts. */
  readonly retries?: number | undefined;
  /** Rejects when nothing of it is on disk; is then given the same messages again. */
  readonly commit: (messages: readonly ReceivedPublish[]) => Promise<Committed>;
  /** Of each device, of its newest boot: told to the boards after every connection. */
  readonly newestMarks: () => readonly Mark[];
  readonly onCommitted?: (committed: Committed, messages: readonly ReceivedPublish[]) => void;
  readonly onEvent?: (event: SessionEvent) => void;
}

const MOST_WAITING_BYTES = 64 * 1024 * 1024;
/** A connection that held so long starts the back-off anew. */
const HELD_MS = 10_000;
const LAST_MARKS_MS = 2000;

export class RecorderSession {
  /** Rejects with a BrokerError when the session gives up; never resolves. */
  readonly failed: Promise<never>;
  readonly #options: SessionOptions;
  readonly #committer: Committer<Link>;
  readonly #marks: MarkPublisher;
  readonly #opener: LinkOpener;
  readonly #mostWaitingBytes: number;
  #link: Link | undefined;
  /** Not read, for want of room; maybe still opening. */
  #held: Link | undefined;
  #expectsSession: boolean;
  #attemptsInARow = 0;
  #isEnding = false;
  /** Ends a wait: for the next attempt, or for room. */
  #wake: () => void = () => {};
  #fail: (error: Error) => void = () => {};

  constructor(options: SessionOptions) {
    this.#options = options;
    const { clock, batches = BATCH_LIMITS, prefix, onEvent } = options;
    this.#expectsSession = options.expectsSession;
    this.#mostWaitingBytes = options.mostWaitingBytes ?? MOST_WAITING_BYTES;
    this.#committer = new Committer<Link>({
      clock,
      limits: batches,
      commit: options.commit,
      onCommitted: ({ source, messages }, committed) => {
        source.acknowledge(messages);
        this.#marks.add(committed.marks);
        this.#makeRoom();
        options.onCommitted?.(committed, messages);
      },
      onTrouble: (trouble) => onEvent?.(trouble),
    });
    this.#marks = new MarkPublisher({
      clock,
      prefix,
      onRefused: (topic, reason) => onEvent?.({ kind: "mark refused", topic, reason }),
    });
    this.#opener = new LinkOpener({
      ...options,
      onMessages: (messages, link) => this.#take(messages, link),
    });
    this.failed = new Promise((_, reject) => {
      this.#fail = reject;
    });
    // Nobody may be waiting for it yet.
    this.failed.catch(() => {});
  }

  /** Messages that are not on disk yet. */
  get waiting(): number {
    return this.#committer.waitingMessages;
  }

  /** A commit that is under way: whoever owns the time lets none pass before it is done. */
  get running(): Promise<void> | undefined {
    return this.#committer.running;
  }

  /** Resolves when connected and subscribed. @throws BrokerError */
  async start(): Promise<void> {
    const link = await this.#connect(false);
    if (link !== undefined) void this.#keep(link).catch((error: Error) => this.#fail(error));
  }

  /** Commits and acknowledges what has come, tells the boards, disconnects; false when it could not be committed. */
  async close(): Promise<boolean> {
    this.#isEnding = true;
    this.#opener.abort();
    this.#wake();
    this.#link?.stopTaking();
    const isStored = await this.#committer.end();
    const { clock } = this.#options;
    let cancel = () => {};
    const deadline = new Promise<void>((resolve) => {
      cancel = clock.after(LAST_MARKS_MS, resolve);
    });
    await Promise.race([this.#marks.flush(), deadline]);
    cancel();
    this.#marks.stop();
    await this.#link?.end();
    return isStored;
  }

  /** As a process that is killed: nothing is committed, acknowledged or said any more. */
  abandon(): void {
    this.#isEnding = true;
    this.#opener.abort();
    this.#wake();
    this.#committer.abandon();
    this.#marks.stop();
    this.#link?.abandon("killed");
  }

  #take(messages: readonly ReceivedPublish[], link: Link): void {
    this.#committer.add(messages, link);
    if (this.#committer.waitingBytes >= this.#mostWaitingBytes) {
      this.#held = link;
      link.isHeld = true;
    } else if (!this.#committer.isAwaited) {
      link.pauseReading();
    }
  }

  #makeRoom(): void {
    if (this.#committer.waitingBytes > this.#mostWaitingBytes / 2) return;
    if (this.#held !== undefined) this.#held.isHeld = false;
    this.#held = undefined;
    this.#wake();
  }

  /** Keeps a connection up until the session ends. @throws BrokerError */
  async #keep(first: Link): Promise<void> {
    let link: Link | undefined = first;
    while (link !== undefined) {
      const since = this.#options.clock.now();
      const loss = await link.closed;
      this.#link = undefined;
      this.#marks.detach();
      if (this.#isEnding) return;
      if (loss.refused) throw this.#error(loss.reason, "refused");
      if (this.#options.clock.now() - since >= HELD_MS) this.#attemptsInARow = 0;
      await this.#waitToRetry("lost", loss.reason, true);
      link = await this.#connect(true);
    }
  }

  /** As many attempts as it may take; undefined when the session ends. @throws BrokerError */
  async #connect(again: boolean): Promise<Link | undefined> {
    while (!this.#isEnding) {
      // With no room for messages there is no use in a connection.
      while (this.#committer.waitingBytes > this.#mostWaitingBytes / 2 && !this.#isEnding) {
        await this.#sleep();
      }
      try {
        const { link, sessionPresent, receiveMaximum } = await this.#opener.open(again);
        this.#link = link;
        const { url } = this.#options.broker;
        this.#tell({ kind: "connected", url, mqtt: link.version, again });
        if (!sessionPresent && this.#expectsSession) this.#tell({ kind: "session lost", url });
        this.#expectsSession = true;
        this.#marks.add(this.#options.newestMarks());
        this.#marks.attach(link, receiveMaximum);
        return link;
      } catch (error) {
        if (this.#isEnding) return undefined;
        if (!(error instanceof NoLink)) throw error;
        if (error.failure.code === "refused") throw this.#error(error.message, "refused");
        await this.#waitToRetry("failed", error.message, again);
      }
    }
    return undefined;
  }

  /** @throws BrokerError when the attempts are used up */
  async #waitToRetry(kind: "lost" | "failed", reason: string, again: boolean): Promise<void> {
    const { retries, random = Math.random, broker, clock } = this.#options;
    const most = retries ?? (again ? Number.POSITIVE_INFINITY : 0);
    if (this.#attemptsInARow >= most) {
      const givingUp = most > 0 ? `; gave up after ${most} more attempt${most > 1 ? "s" : ""}` : "";
      throw this.#error(reason + givingUp, "unreachable");
    }
    this.#attemptsInARow++;
    const waitMs = backOffMs(this.#attemptsInARow, random());
    this.#tell({ kind, url: broker.url, reason, waitMs });
    const until = clock.now() + waitMs;
    while (!this.#isEnding && clock.now() < until) await this.#sleep(until - clock.now());
  }

  #sleep(delayMs?: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = delayMs === undefined ? () => {} : this.#options.clock.after(delayMs, resolve);
      this.#wake = () => {
        cancel();
        resolve();
      };
    });
  }

  #tell(event: SessionEvent): void {
    this.#options.onEvent?.(event);
  }

  #error(reason: string, code: "refused" | "unreachable"): BrokerError {
    return new BrokerError(this.#options.broker.url, reason, code);
  }
}
