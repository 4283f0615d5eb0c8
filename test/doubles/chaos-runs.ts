// Seeds of chaos, side by side in a process for each core. Knows what a report must not have in it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { createInterface } from "node:readline";
import type { ChaosReport } from "../../host/simulator/proof/chaos-run.ts";

const CHILD = new URL("chaos-child.ts", import.meta.url).pathname;
/** Its writes cost no disk. */
const MEMORY_FOLDER = "/dev/shm";

export interface ChaosRuns {
  readonly first: number;
  readonly runs: number;
  readonly boards: number;
  /** Of virtual time, each. */
  readonly seconds: number;
  /** No run begins after so much real time. */
  readonly forMs: number;
}

/** In the order of their seeds. */
export async function runChaos(options: ChaosRuns): Promise<ChaosReport[]> {
  const { first, runs, boards, seconds, forMs } = options;
  const processes = Math.min(runs, availableParallelism());
  const folder = existsSync(MEMORY_FOLDER) ? MEMORY_FOLDER : tmpdir();
  const rest = [first + runs - 1, boards, seconds, Date.now() + forMs, folder].map(String);
  const reports: ChaosReport[] = [];
  const children = Array.from({ length: processes }, async (_, index) => {
    const args = ["--import", "tsx", CHILD, String(first + index), String(processes), ...rest];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    const exited = once(child, "exit");
    for await (const line of createInterface(child.stdout)) reports.push(JSON.parse(line));
    const [code] = await exited;
    if (code !== 0) throw new Error(`${CHILD} ended with ${code}`);
  });
  await Promise.all(children);
  return reports.sort((a, b) => a.seed - b.seed);
}

/** A line for each run that does not prove what it should: its seed, and what was found. */
export function failuresOf(reports: readonly ChaosReport[]): string[] {
  return reports
    .filter(({ violations }) => violations.length > 0)
    .map(({ seed, violations }) => `ESPULSE_SEED=${seed}: ${violations.slice(0, 5).join("; ")}`);
}
