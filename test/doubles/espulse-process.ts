// The `espulse` command as a user runs it: a real process, its output and exit status.
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach } from "vitest";
import { CapturedOutput } from "./captured-output.ts";

const ESPULSE = fileURLToPath(new URL("../../bin/espulse.js", import.meta.url));

export interface EspulseProcess {
  readonly stdout: CapturedOutput;
  readonly stderr: CapturedOutput;
  readonly child: ChildProcessWithoutNullStreams;
  /** Exit status once it has ended; -1 when a signal ended it. */
  readonly ended: Promise<number>;
}

interface EspulseOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** The whole of its standard input. */
  readonly input?: string | undefined;
  readonly command?: string;
  /** Of processes: whoever signals it reaches those that it starts, as a terminal does. */
  readonly isOwnGroup?: boolean;
}

export function spawnEspulse(
  args: readonly string[],
  { env = {}, cwd, input, command = ESPULSE, isOwnGroup = false }: EspulseOptions = {},
): EspulseProcess {
  const child = spawn(process.execPath, [command, ...args], {
    ...(cwd === undefined ? {} : { cwd }),
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    detached: isOwnGroup,
  });
  const stdout = new CapturedOutput();
  const stderr = new CapturedOutput();
  child.stdout.on("data", (bytes: Buffer) => stdout.write(String(bytes)));
  child.stderr.on("data", (bytes: Buffer) => stderr.write(String(bytes)));
  if (input !== undefined) child.stdin.end(input);
  const ended = once(child, "close").then(([code]) => (code as number | null) ?? -1);
  return { stdout, stderr, child, ended };
}

/** For each test of the file, or of the `describe`, a folder of its own; what runs there ends with it. */
export function useEspulse() {
  const processes: EspulseProcess[] = [];
  const folder = { cwd: "" };
  beforeEach(() => {
    folder.cwd = mkdtempSync(join(tmpdir(), "espulse-process-"));
  });
  afterEach(() => {
    for (const { child } of processes.splice(0)) child.kill("SIGKILL");
    rmSync(folder.cwd, { recursive: true });
  });
  return {
    folder,
    spawn(args: readonly string[], options: Omit<EspulseOptions, "cwd"> = {}): EspulseProcess {
      const espulse = spawnEspulse(args, { ...options, ...folder });
      processes.push(espulse);
      return espulse;
    },
  };
}
