// Judges a recording: every reading of every boot that is known, or those of a time; with `live` those
// that the next seconds bring. Owns the course of it; what proves what has its own file.
import { setTimeout as pause } from "node:timers/promises";
import { ConfigError, VerificationError } from "../errors.ts";
import { colorsFor, type Output } from "../telemetry/terminal.ts";
import { openReader, type RecordingReader } from "./reader.ts";
import type { StatusLine } from "./record.ts";
import { plural } from "./record-lines.ts";
import { bootsOf, recordingSince } from "./verify-facts.ts";
import { judgeBoot, type Range } from "./verify-judge.ts";
import { type BootVerdict, describeVerdicts, sumOf } from "./verify-lines.ts";

export interface VerifyOptions {
  readonly folder: string;
  /** Milliseconds since 1970. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** Watch for so long first, and judge that. */
  readonly liveMs?: number | undefined;
  readonly json: boolean;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly line: StatusLine;
  readonly env: NodeJS.ProcessEnv;
  readonly interrupted: AbortSignal;
}

/** A reading of the last moment is on its way for so long: to the broker, and in a batch. */
const ON_ITS_WAY_MS = 3000;

/** @throws VerificationError when a reading is missing, ConfigError */
export async function verify(options: VerifyOptions): Promise<void> {
  const { json, stdout, env, liveMs } = options;
  const reader = await openReader(options.folder);
  try {
    const range =
      liveMs === undefined
        ? { fromMs: options.from, toMs: options.to }
        : await watch(reader, liveMs, options);
    if (range === undefined) return;
    const sinceMs = await recordingSince(reader);
    const verdicts = await verdictsOf(reader, { ...range, sinceMs });
    const sum = sumOf(verdicts);
    const { folder } = reader;
    if (json) {
      stdout.write(`${JSON.stringify({ folder, ...range, sinceMs, ...sum, boots: verdicts })}\n`);
    } else {
      const colors = colorsFor(stdout, env);
      const columns = stdout.isTTY ? stdout.columns : undefined;
      stdout.write(`${describeVerdicts(verdicts, colors, columns).join("\n")}\n`);
    }
    if (sum.missing === 0) return;
    const among = plural(sum.made, "reading");
    throw new VerificationError(
      `all of ${among} stored or declared dropped`,
      `${plural(sum.missing, "reading")} missing that nobody declared`,
    );
  } finally {
    await reader.close();
  }
}

async function verdictsOf(reader: RecordingReader, range: Range): Promise<BootVerdict[]> {
  return (await bootsOf(reader, range))
    .map(({ device, boot, facts, counts }): BootVerdict => {
      const { declared, missing, before, unknown } = judgeBoot(facts, range);
      const lost = missing.reduce((sum, [from, to]) => sum + to - from + 1, 0);
      const made = counts.stored + declared + before + lost;
      return {
        ...{ device, boot, made, ...counts, declared },
        // Of a boot of which nothing came nobody claims anything.
        unknown: unknown ?? (facts.last > 0 ? null : 0),
        ...{ before, missing: lost, missingRanges: missing },
      };
    })
    .filter(({ made, unknown }) => made > 0 || unknown !== 0)
    .sort((a, b) => a.device.localeCompare(b.device) || order(a.boot) - order(b.boot));
}

function order(boot: string): number {
  return Number(boot.slice(boot.indexOf("-") + 1));
}

/** What was made while it watched; undefined when it was interrupted. */
async function watch(
  reader: RecordingReader,
  liveMs: number,
  { line, interrupted }: VerifyOptions,
): Promise<Range | undefined> {
  if (!reader.isLive) {
    const message = "no recorder runs on this folder; start one with espulse record";
    throw new ConfigError([{ path: reader.folder, message }]);
  }
  const fromMs = Date.now();
  const toMs = fromMs + liveMs;
  const end = performance.now() + liveMs + ON_ITS_WAY_MS;
  for (let left = end; left > 0 && !interrupted.aborted; ) {
    left = end - performance.now();
    line.show(`watching, ${Math.ceil(Math.max(0, left) / 1000)} s left`);
    await pause(Math.min(1000, Math.max(0, left)), undefined, { signal: interrupted }).catch(
      () => {},
    );
  }
  line.clear();
  return interrupted.aborted ? undefined : { fromMs, toMs };
}
