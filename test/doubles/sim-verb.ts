// The `sim` verb as its command runs it, in this process and in a folder of the test's own.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterEach, beforeEach } from "vitest";
import type { Surroundings } from "../../host/cli/command.ts";
import { verb } from "../../host/cli/sim.ts";
import type { FleetSummary } from "../../host/simulator/summary.ts";
import { CapturedOutput } from "./captured-output.ts";

interface SimSurroundings {
  readonly env?: NodeJS.ProcessEnv;
  readonly interrupted?: AbortSignal;
  readonly stderr?: CapturedOutput;
}

/** For the tests of the file in which it is called. */
export function useSim() {
  const folder = { cwd: "" };
  beforeEach(() => {
    folder.cwd = mkdtempSync(join(tmpdir(), "espulse-sim-"));
  });
  afterEach(() => rmSync(folder.cwd, { recursive: true }));

  async function sim(
    args: readonly string[],
    {
      env = {},
      interrupted = new AbortController().signal,
      stderr = new CapturedOutput(),
    }: SimSurroundings = {},
  ): Promise<{ stdout: string; stderr: string; summary: () => FleetSummary }> {
    const stdout = new CapturedOutput();
    const surroundings = { stdout, stderr, env, ...folder, interrupted } as unknown as Surroundings;
    const command = new Command().exitOverride().configureOutput({ writeErr: () => {} });
    verb.configure(command, surroundings);
    await command.parseAsync(args, { from: "user" });
    return {
      stdout: stdout.text,
      stderr: stderr.text,
      summary: () => JSON.parse(stdout.text) as FleetSummary,
    };
  }
  return { sim, folder };
}
