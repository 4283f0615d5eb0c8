// `espulse run`: flash, then the readings; with a watch on the sources again at every save. Owns which
// program is on its way to the board, and what ends that.
import type { Program, ProgramBuild } from "../build/build-program.ts";
import { ConfigError, InterruptedError } from "../errors.ts";
import type { Screen } from "../telemetry/screen.ts";
import { watch } from "../telemetry/watch.ts";
import { flash } from "./flash.ts";
import { flashSources, type SourcesOptions, type WholeReceipt } from "./flash-sources.ts";
import { SeenFiles } from "./seen-files.ts";
import { SourceWatch } from "./source-watch.ts";
import { Times } from "./times.ts";

export interface RunOptions extends Omit<SourcesOptions, "build" | "seen"> {
  readonly build: ProgramBuild;
  /** Again at every save of a source. */
  readonly watch: boolean;
  readonly json: boolean;
  /** End after so many readings. */
  readonly count?: number | undefined;
  /** How long the readings are shown. */
  readonly watchTimeoutMs?: number | undefined;
  readonly retries?: number | undefined;
  readonly screen: Screen;
  readonly onReceipt: (receipt: WholeReceipt) => void;
  /** A change that does not build, or has not reached the board. */
  readonly onFailure: (error: Error, step: "build" | "flash") => void;
}

/** @throws as `flashSources` and `watch`; of a change only what is a defect of ours */
export async function run(given: RunOptions): Promise<void> {
  const options = { ...given, seen: new SeenFiles() };
  const { build, config, signal } = options;
  let program: Program | undefined;
  const receipt = await flashSources({
    ...options,
    build: async () => {
      program = await build.rebuild();
      return program;
    },
  });
  options.onReceipt(receipt);
  const over = new AbortController();
  const interrupted = AbortSignal.any([signal, over.signal]);
  const changes = options.watch
    ? new Changes({ ...options, signal: interrupted }, program!)
    : undefined;
  const shown = watch({
    broker: config.broker,
    prefix: config.prefix,
    filters: [`${config.prefix}/${receipt.device}/telemetry`],
    raw: false,
    json: options.json,
    qos: 1,
    count: options.count,
    timeoutMs: options.watchTimeoutMs,
    retries: options.retries,
    screen: options.screen,
    interrupted,
  });
  try {
    await Promise.race([shown, ...(changes ? [changes.failed] : [])]);
  } finally {
    over.abort();
    await Promise.allSettled([shown, changes?.close()]);
  }
}

/** One build and one flash at a time; what is saved meanwhile comes next. */
class Changes {
  /** Rejects with a defect of ours. */
  readonly failed: Promise<never>;
  readonly #options: RunOptions;
  readonly #sources: SourceWatch;
  /** What was sent last, unless that failed. */
  #sent: Program | undefined;
  #isChanged = false;
  #hasSaved = false;
  #savedAt = 0;
  #working: Promise<void> | undefined;
  /** Of the flash that is under way. */
  #flash: { readonly ended: Promise<void>; readonly stop: AbortController } | undefined;
  #fail: (error: unknown) => void = () => {};

  constructor(options: RunOptions, sent: Program) {
    this.#options = options;
    this.#sent = sent;
    this.failed = new Promise((_resolve, reject) => {
      this.#fail = reject;
    });
    this.failed.catch(() => {});
    this.#sources = new SourceWatch(() => this.#saved());
    this.#sources.add(sent.bundle.sources, false);
    // What was saved during the first flash; and the compilers are quicker the next time.
    this.#look();
  }

  #saved(): void {
    this.#hasSaved = true;
    this.#look();
  }

  #look(): void {
    this.#isChanged = true;
    this.#savedAt = performance.now();
    this.#working ??= this.#work().then(
      () => {
        this.#working = undefined;
      },
      (error: unknown) => this.#fail(error),
    );
  }

  async #work(): Promise<void> {
    const { report, signal } = this.#options;
    while (this.#isChanged && !signal.aborted) {
      this.#isChanged = false;
      const times = new Times();
      const program = await this.#build();
      if (program === undefined) continue;
      if (program.bundle.sha256 === this.#sent?.bundle.sha256) {
        if (this.#hasSaved) report.notice("saved: the bundle is the same, and is not sent again");
        continue;
      }
      times.end("build");
      // One that only waits for its readings by now waits no more: they would be the old program's.
      this.#flash?.stop.abort();
      await this.#flash?.ended;
      if (signal.aborted) return;
      this.#sent = program;
      const stop = new AbortController();
      this.#flash = { stop, ended: this.#send(program, times, stop.signal) };
    }
  }

  /** Undefined when it has faults, which were told. */
  async #build(): Promise<Program | undefined> {
    try {
      const program = await this.#options.build.rebuild();
      this.#sources.add(program.bundle.sources, false);
      return program;
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      this.#options.onFailure(error, "build");
      this.#sources.add([], true);
      return undefined;
    }
  }

  async #send(program: Program, times: Times, stopped: AbortSignal): Promise<void> {
    const { signal, report, onReceipt, onFailure } = this.#options;
    try {
      const ended = AbortSignal.any([signal, stopped]);
      const receipt = await flash({ ...this.#options, program, times, signal: ended });
      times.add("saved to reading", performance.now() - this.#savedAt);
      onReceipt(receipt);
    } catch (error) {
      if (signal.aborted && error instanceof InterruptedError) report.notice(error.message);
      if (signal.aborted || stopped.aborted) return;
      this.#sent = undefined;
      onFailure(error as Error, "flash");
    }
  }

  /** Whatever is being written is written to its end. */
  async close(): Promise<void> {
    this.#sources.close();
    await this.#working?.catch(() => {});
    await this.#flash?.ended;
  }
}
