// A recorder in a world of virtual time: the one of `espulse record`, with its database in a folder, and
// what can go wrong with it. Time stands while the database works, so that a run is the same again.
import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../../clock.ts";
import { StorageError } from "../../errors.ts";
import type { BatchLimits } from "../../recording/batch-pacer.ts";
import { type Guard, Recorder } from "../../recording/recorder.ts";
import type { SessionEvent } from "../../recording/session-events.ts";
import type { Actions } from "../chaos/chaos.ts";
import type { SeededRandom } from "../virtual/seeded-random.ts";
import type { VirtualTime } from "../virtual/virtual-time.ts";
import { BROKER_URL, type World } from "../virtual/world.ts";
import { copyFolder, extentOf, tearLog } from "./crash-copy.ts";

export interface VirtualRecorderOptions {
  readonly world: World;
  /** For its folders: each kill leaves one behind, and the next recorder takes a copy. */
  readonly folder: string;
  readonly prefix: string;
  readonly batches?: BatchLimits | undefined;
  readonly onEvent?: ((event: SessionEvent) => void) | undefined;
  /** It gave up, or does not open what a kill has left. */
  readonly onFailure: (error: Error) => void;
}

/** Where in the work of its database it is killed; between two commits it is otherwise. */
const MOMENTS = ["idle", "before", "torn", "after"] as const;
type KillMoment = (typeof MOMENTS)[number];

/** Of the network's places. */
const STATION = "recorder";
const DUCKDB = { threads: "1" };

export class VirtualRecorder {
  readonly #options: VirtualRecorderOptions;
  readonly #random: SeededRandom;
  #lives = 0;
  #recorder: Recorder | undefined;
  #isOpening = false;
  /** At which moment of its next work it is to be killed. */
  #kill: KillMoment | undefined;
  #isFull = false;
  #delayMs = 0;
  kills = 0;

  constructor(options: VirtualRecorderOptions) {
    this.#options = options;
    this.#random = options.world.random("recorder");
  }

  get current(): Recorder | undefined {
    return this.#recorder;
  }

  /** Of the recorder that runs, or the next one. */
  get folder(): string {
    return join(this.#options.folder, `life-${this.#lives}`);
  }

  /** Its database is open when virtual time goes on; its connection takes what it takes. */
  start(): void {
    if (this.#recorder !== undefined || this.#isOpening) return;
    this.#isOpening = true;
    const { world, prefix, batches, onEvent, onFailure } = this.#options;
    const { time } = world;
    const opening = Recorder.open({
      folder: this.folder,
      broker: { url: BROKER_URL },
      prefix,
      retries: Number.POSITIVE_INFINITY,
      batches,
      duckdb: DUCKDB,
      clock: clockOf(time),
      utcNow: () => time.utc(),
      random: () => this.#random.next(),
      open: (_, receive) => world.connect(STATION, receive),
      guard: this.#guardOf(this.#lives),
      ...(onEvent && { onEvent }),
    });
    const failed = (error: unknown) => onFailure(error as Error);
    const opened = opening
      .then((recorder) => {
        this.#recorder = recorder;
        recorder.failed.catch(failed);
      })
      .finally(() => {
        this.#isOpening = false;
      });
    time
      .whileHeld(opened)
      .then(() => this.#recorder?.start())
      .catch(failed);
  }

  /** SIGKILL: what it has in memory is gone, and of its files there is what has been written. */
  kill(part?: { readonly torn: ReturnType<typeof extentOf> }): void {
    const recorder = this.#recorder;
    if (recorder === undefined) return;
    const left = this.folder;
    this.#recorder = undefined;
    this.#kill = undefined;
    this.#lives++;
    this.kills++;
    copyFolder(left, this.folder);
    if (part) tearLog(this.folder, part.torn, this.#random.next());
    const gone = recorder.abandon().finally(() => rmSync(left, { recursive: true, force: true }));
    this.#options.world.time.whileHeld(gone).catch(this.#options.onFailure);
  }

  /** Orderly; false when not all that it had could be stored. */
  async close(): Promise<boolean> {
    const recorder = this.#recorder;
    this.#recorder = undefined;
    return (await recorder?.close()) ?? true;
  }

  get actions(): Actions {
    return {
      "recorder-kill": () => {
        const moment = this.#random.pick(MOMENTS);
        if (moment === "idle") this.kill();
        else this.#kill = moment;
        return () => {
          // Nothing has come for it to do.
          this.#killIfWaiting();
          this.start();
        };
      },
      "recorder-slow": ({ ms }) => {
        this.#delayMs = ms;
        return () => {
          this.#delayMs = 0;
        };
      },
      "recorder-disk-full": () => {
        this.#isFull = true;
        return () => {
          this.#isFull = false;
        };
      },
    };
  }

  #killIfWaiting(): void {
    if (this.#kill !== undefined) this.kill();
  }

  #guardOf(life: number): Guard {
    const { time } = this.#options.world;
    return async (what, work) => {
      const killed = new Promise<never>(() => {});
      if (this.#delayMs > 0) {
        await new Promise<void>((resolve) => clockOf(time).after(this.#delayMs, resolve));
      }
      // In the time of another recorder: this one is none any more.
      if (this.#lives !== life) return await killed;
      if (this.#isFull)
        throw new StorageError(this.folder, what, "No space left on device", "full");
      if (this.#kill === "before") {
        this.kill();
        return await killed;
      }
      const before = extentOf(this.folder);
      const done = await time.whileHeld(work());
      if (this.#kill !== undefined && this.#lives === life) {
        this.kill(this.#kill === "torn" ? { torn: before } : undefined);
        return await killed;
      }
      return done;
    };
  }
}

/** Whatever it calls may settle promises: what hangs on these happens before time goes on. */
function clockOf(time: VirtualTime): Clock {
  return {
    now: () => time.now(),
    after: (delayMs, callback) =>
      time.after(delayMs, () => {
        time.await();
        callback();
      }),
  };
}
