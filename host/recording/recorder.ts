// A recorder: the session with the broker on the store of a folder. Owns when a day goes to its file and
// what is counted; knows no output.
import { type Clock, systemClock } from "../clock.ts";
import type { Broker } from "../config/broker.ts";
import { parseBrokerUrl } from "../config/broker-url.ts";
import { openSocket } from "../telemetry/open-socket.ts";
import type { BatchLimits } from "./batch-pacer.ts";
import { hasConnected, noteConnection } from "./connections.ts";
import type { OpenStream } from "./link.ts";
import { RecorderSession } from "./session.ts";
import type { SessionEvent } from "./session-events.ts";
import { type Committed, Store } from "./store.ts";

export interface RecorderOptions {
  readonly folder: string;
  readonly broker: Broker;
  readonly prefix: string;
  readonly retries?: number | undefined;
  readonly sessionExpirySeconds?: number | undefined;
  readonly batches?: BatchLimits | undefined;
  /** Of DuckDB, such as `threads`. */
  readonly duckdb?: Readonly<Record<string, string>> | undefined;
  /** Unless given: sockets, the system's clock, the time of day. */
  readonly open?: OpenStream | undefined;
  readonly clock?: Clock | undefined;
  readonly utcNow?: (() => number) | undefined;
  /** In [0, 1), for the back-off; Math.random unless given. */
  readonly random?: (() => number) | undefined;
  /** Does what the database is asked to do: whoever owns time or disk has a say in it. */
  readonly guard?: Guard | undefined;
  readonly onEvent?: (event: SessionEvent) => void;
  readonly onCommitted?: (totals: RecorderTotals) => void;
}

/** Called with work of the database and what it is for. */
export type Guard = <T>(what: "commit" | "rotation" | "note", work: () => Promise<T>) => Promise<T>;

/** Since it was opened. */
export interface RecorderTotals {
  stored: number;
  duplicate: number;
  conflicting: number;
  quarantined: number;
  /** From the arrival of the first message of the last batch until it was on disk. */
  lagMs: number;
}

const ROTATION_RETRY_MS = 600_000;

export class Recorder {
  readonly store: Store;
  readonly totals: RecorderTotals = {
    ...{ stored: 0, duplicate: 0, conflicting: 0, quarantined: 0, lagMs: 0 },
  };
  readonly #session: RecorderSession;
  readonly #options: RecorderOptions;
  readonly #clock: Clock;
  readonly #utcNow: () => number;
  readonly #guard: Guard;
  #cancelRotation: () => void = () => {};
  #isEnding = false;

  private constructor(store: Store, expectsSession: boolean, options: RecorderOptions) {
    const { broker, clock = systemClock, utcNow = Date.now, onEvent } = options;
    this.store = store;
    this.#options = options;
    this.#clock = clock;
    this.#utcNow = utcNow;
    this.#guard = options.guard ?? ((_, work) => work());
    this.#session = new RecorderSession({
      ...options,
      open: options.open ?? openTo(broker),
      clientId: store.clientId,
      expectsSession,
      clock,
      utcMs: utcNow,
      commit: (messages) => this.#guard("commit", () => store.commit(messages)),
      newestMarks: () => store.marks(),
      onCommitted: (committed, [first]) => this.#count(committed, first?.rx),
      onEvent: (event) => {
        if (event.kind === "connected") void this.#noteConnection(event.url);
        onEvent?.(event);
      },
    });
  }

  /** @throws FolderInUseError, ConfigError */
  static async open(options: RecorderOptions): Promise<Recorder> {
    const { folder, broker, duckdb, utcNow = Date.now } = options;
    const store = await Store.open(folder, { utcNow, ...(duckdb && { duckdb }) });
    return new Recorder(store, await hasConnected(store, broker.url), options);
  }

  /** Rejects with a BrokerError when it gives up; never resolves. */
  get failed(): Promise<never> {
    return this.#session.failed;
  }

  /** Messages that are not on disk yet. */
  get waiting(): number {
    return this.#session.waiting;
  }

  /** A commit that is under way: whoever owns the time lets none pass before it is done. */
  get running(): Promise<void> | undefined {
    return this.#session.running;
  }

  /** Resolves when connected and subscribed. @throws BrokerError */
  async start(): Promise<void> {
    await this.#session.start();
    if (!this.#isEnding) this.#rotate();
  }

  /** Commits and acknowledges what has come; false when it could not be committed. */
  async close(): Promise<boolean> {
    this.#isEnding = true;
    this.#cancelRotation();
    const isStored = await this.#session.close();
    await this.store.close();
    return isStored;
  }

  /** As far as broker and boards can tell, it was killed. The file is left as it is. */
  async abandon(): Promise<void> {
    this.#isEnding = true;
    this.#cancelRotation();
    this.#session.abandon();
    await this.store.close();
  }

  #count({ stored, duplicate, conflicting, quarantined }: Committed, rx: number | undefined): void {
    const { totals } = this;
    totals.stored += stored;
    totals.duplicate += duplicate;
    totals.conflicting += conflicting;
    totals.quarantined += quarantined;
    if (rx !== undefined) totals.lagMs = Math.max(0, this.#utcNow() - rx);
    this.#options.onCommitted?.(totals);
  }

  /** Since when there is a recording, and that the broker has a session of it. */
  async #noteConnection(url: string): Promise<void> {
    // With a full disk it is not noted, and then the next one is.
    const note = () => noteConnection(this.store, url, this.#utcNow());
    await this.#guard("note", note).catch(() => {});
  }

  #rotate(): void {
    void this.#guard("rotation", () => this.store.rotate())
      .then(() => this.store.untilRotationMs())
      .catch((error: Error) => {
        this.#options.onEvent?.({ kind: "rotation failed", reason: error.message });
        return ROTATION_RETRY_MS;
      })
      .then((delayMs) => {
        if (this.#isEnding) return;
        this.#cancelRotation = this.#clock.after(delayMs, () => this.#rotate());
      });
  }
}

function openTo(broker: Broker): OpenStream {
  const endpoint = parseBrokerUrl(broker.url);
  if ("message" in endpoint) throw new TypeError(endpoint.message);
  return (version, receive) => openSocket(endpoint, broker, version, receive);
}
