// Messages on their way to the store: gathered into batches, committed one after the other, tried again
// until it works. Owns what waits; knows neither broker nor database.
import type { Clock } from "../clock.ts";
import type { ReceivedPublish } from "../telemetry/publish-parser.ts";
import { type BatchLimits, BatchPacer } from "./batch-pacer.ts";
import type { Committed } from "./store.ts";

export interface CommitterOptions<Source> {
  readonly clock: Clock;
  readonly limits: BatchLimits;
  /** Resolves when all of it is safe; after a failure it is given the same again. */
  readonly commit: (messages: readonly ReceivedPublish[]) => Promise<Committed>;
  readonly onCommitted: (batch: Batch<Source>, committed: Committed) => void;
  /** The first failure of a row, and the success that ends it. */
  readonly onTrouble: (trouble: CommitTrouble) => void;
}

export type CommitTrouble =
  | { readonly kind: "not stored"; readonly reason: Error; readonly waiting: number }
  | { readonly kind: "stored again"; readonly waiting: number; readonly afterMs: number };

export interface Batch<Source> {
  /** Where the messages came from, and are to be acknowledged. */
  readonly source: Source;
  readonly messages: readonly ReceivedPublish[];
}

interface OpenBatch<Source> extends Batch<Source> {
  readonly messages: ReceivedPublish[];
  bytes: number;
}

const FIRST_RETRY_MS = 1000;
const MOST_RETRY_MS = 10_000;
/** Of a message beside its payload, about. */
const MESSAGE_BYTES = 256;

export class Committer<Source> {
  readonly #options: CommitterOptions<Source>;
  #pacer: BatchPacer;
  #open: OpenBatch<Source> | undefined;
  readonly #closed: OpenBatch<Source>[] = [];
  #lastAt = 0;
  #cancelAge: () => void = () => {};
  /** Ends the wait before the next attempt. */
  #retry: (() => void) | undefined;
  #failingSince: number | undefined;
  #failures = 0;
  #running: Promise<void> | undefined;
  #isEnding = false;
  waitingMessages = 0;
  waitingBytes = 0;

  constructor(options: CommitterOptions<Source>) {
    this.#options = options;
    this.#pacer = new BatchPacer(options.limits);
  }

  /** While there is something to commit; resolves when there is nothing, or it does not go. */
  get running(): Promise<void> | undefined {
    return this.#retry === undefined ? this.#running : undefined;
  }

  /** Whether the broker waits for an acknowledgement before it sends more. */
  get isAwaited(): boolean {
    return this.#pacer.isLimited;
  }

  add(messages: readonly ReceivedPublish[], source: Source): void {
    if (messages.length === 0) return;
    if (this.#open !== undefined && this.#open.source !== source) {
      this.#close();
      this.#pacer = new BatchPacer(this.#options.limits);
    }
    const { clock, limits } = this.#options;
    this.#lastAt = clock.now();
    for (const message of messages) {
      let open = this.#open;
      if (open === undefined) {
        open = this.#open = { source, messages: [], bytes: 0 };
        this.#cancelAge = clock.after(limits.ageMs, () => this.#close());
      }
      const bytes = message.payload.length + MESSAGE_BYTES;
      open.messages.push(message);
      open.bytes += bytes;
      this.waitingMessages++;
      this.waitingBytes += bytes;
      if (open.messages.length >= limits.messages || open.bytes >= limits.bytes) this.#close();
    }
    this.#closeIfFull();
  }

  /** Commits what has come; false when that failed. Nothing is to be added from then on. */
  async end(): Promise<boolean> {
    this.#isEnding = true;
    this.#close();
    this.#retry?.();
    await this.#running;
    return this.#closed.length === 0;
  }

  /** Forgets what waits, as a process that is killed does; a commit under way goes on. */
  abandon(): void {
    this.#isEnding = true;
    this.#cancelAge();
    this.#open = undefined;
    this.#closed.length = 0;
    this.#retry?.();
  }

  #closeIfFull(): void {
    const open = this.#open;
    if (open === undefined || this.#running !== undefined) return;
    if (this.#pacer.isFull(open.messages.length, open.bytes)) this.#close();
  }

  #close(): void {
    const open = this.#open;
    if (open === undefined) return;
    this.#cancelAge();
    this.#open = undefined;
    this.#closed.push(open);
    this.#pacer.closed(open.messages.length, this.#options.clock.now() - this.#lastAt);
    this.#running ??= this.#run();
  }

  async #run(): Promise<void> {
    for (let batch = this.#closed[0]; batch !== undefined; batch = this.#closed[0]) {
      let committed: Committed;
      try {
        committed = await this.#options.commit(batch.messages);
      } catch (error) {
        this.#failed(error as Error);
        if (this.#isEnding) break;
        await this.#waitToRetry();
        continue;
      }
      // Unless all was given up meanwhile.
      if (this.#closed[0] !== batch) continue;
      this.#closed.shift();
      this.waitingMessages -= batch.messages.length;
      this.waitingBytes -= batch.bytes;
      this.#succeeded();
      this.#options.onCommitted(batch, committed);
    }
    this.#running = undefined;
    this.#closeIfFull();
  }

  #failed(reason: Error): void {
    if (this.#failures++ > 0) return;
    this.#failingSince = this.#options.clock.now();
    this.#options.onTrouble({ kind: "not stored", reason, waiting: this.waitingMessages });
  }

  #succeeded(): void {
    this.#failures = 0;
    if (this.#failingSince === undefined) return;
    const afterMs = this.#options.clock.now() - this.#failingSince;
    this.#failingSince = undefined;
    this.#options.onTrouble({ kind: "stored again", waiting: this.waitingMessages, afterMs });
  }

  async #waitToRetry(): Promise<void> {
    const waitMs = Math.min(MOST_RETRY_MS, FIRST_RETRY_MS * 2 ** (this.#failures - 1));
    await new Promise<void>((resolve) => {
      const cancel = this.#options.clock.after(waitMs, resolve);
      this.#retry = () => {
        cancel();
        resolve();
      };
    });
    this.#retry = undefined;
  }
}
