// Records until enough has come, the time is over or the user ends it, and sums up. Owns the course of
// it and what is told; how a reading gets to the disk has its own files.
import { statSync } from "node:fs";
import { join } from "node:path";
import type { Broker } from "../config/broker.ts";
import { DeadlineError, StorageError } from "../errors.ts";
import { colorsFor, type Output } from "../telemetry/terminal.ts";
import { AnswerServer } from "./answer-server.ts";
import { FILE_NAME } from "./database.ts";
import { describeProgress, describeSum, type RecordingSum } from "./record-lines.ts";
import { Recorder } from "./recorder.ts";
import { isTrouble, sessionEventText } from "./session-events.ts";

/** A line on a terminal that tells how far it is, below what stays. */
export interface StatusLine {
  show(text: string): void;
  print(text: string): void;
  clear(): void;
}

export interface RecordOptions {
  readonly folder: string;
  readonly broker: Broker;
  readonly prefix: string;
  readonly count?: number | undefined;
  /** How long the whole may take. */
  readonly timeoutMs?: number | undefined;
  readonly retries?: number | undefined;
  readonly sessionExpirySeconds?: number | undefined;
  readonly json: boolean;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly line: StatusLine;
  readonly env: NodeJS.ProcessEnv;
  readonly interrupted: AbortSignal;
}

const PROGRESS_MS = 1000;

/** @throws BrokerError, ConfigError, DeadlineError, StorageError */
export async function record(options: RecordOptions): Promise<void> {
  const { count, timeoutMs, interrupted, stderr, env, line } = options;
  const { dim, yellow } = colorsFor(stderr, env);
  const over = new AbortController();
  const ended = AbortSignal.any([interrupted, over.signal]);
  const recorder = await Recorder.open({
    ...options,
    onEvent: (event) => {
      const text = sessionEventText(event);
      line.print(isTrouble(event) ? yellow(text) : dim(text));
    },
    onCommitted: ({ stored }) => {
      if (count !== undefined && stored >= count) over.abort("count");
    },
  });
  line.print(dim(`recording to ${recorder.store.folder}`));
  for (const name of recorder.store.missingFiles) {
    line.print(yellow(`${name} is listed and not there: its readings cannot be shown`));
  }
  const timer =
    timeoutMs === undefined ? undefined : setTimeout(() => over.abort("timeout"), timeoutMs);
  let before = 0;
  const progress = setInterval(() => {
    const { stored } = recorder.totals;
    line.show(describeProgress(recorder, ((stored - before) * 1000) / PROGRESS_MS));
    before = stored;
  }, PROGRESS_MS);
  if (!stderr.isTTY) clearInterval(progress);
  let isStored = true;
  const server = await AnswerServer.open(recorder.store).catch((error: Error) => {
    line.print(yellow(`query, export and verify have to wait until it ends: ${error.message}`));
    return undefined;
  });
  try {
    await Promise.race([recorder.start(), aborted(ended)]);
    await Promise.race([recorder.failed, aborted(ended)]);
  } catch (error) {
    if (!ended.aborted) throw error;
  } finally {
    clearTimeout(timer);
    clearInterval(progress);
    line.clear();
    const devices = recorder.store.marks().length;
    await server?.close();
    isStored = await recorder.close();
    sumUp(recorder, devices, options);
  }
  if (!isStored) {
    const left = `${recorder.waiting} messages were not stored and not acknowledged; the broker delivers them again`;
    throw new StorageError(recorder.store.folder, "record", left);
  }
  const { stored } = recorder.totals;
  if (interrupted.aborted || over.signal.reason !== "timeout") return;
  if (stored >= (count ?? 1)) return;
  const seconds = (timeoutMs ?? 0) / 1000;
  throw new DeadlineError(
    count === undefined
      ? `nothing stored within ${seconds} s`
      : `${stored} of ${count} stored within ${seconds} s`,
  );
}

function sumUp({ totals, store }: Recorder, devices: number, options: RecordOptions): void {
  const { stored, duplicate, conflicting, quarantined } = totals;
  const { folder } = store;
  const bytes = statSync(join(folder, FILE_NAME), { throwIfNoEntry: false })?.size ?? 0;
  const sum: RecordingSum = {
    ...{ folder, devices, stored, duplicate, conflicting, quarantined, bytes },
  };
  if (options.json) options.stdout.write(`${JSON.stringify(sum)}\n`);
  else options.stderr.write(`${describeSum(sum)}\n`);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
