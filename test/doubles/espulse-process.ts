// The `espulse` command as a user runs it: a real process, its output and exit status.
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { CapturedOutput } from "./captured-output.ts";

const ESPULSE = fileURLToPath(new URL("../../bin/espulse.js", import.meta.url));

export interface EspulseProcess {
  readonly stdout: CapturedOutput;
  readonly stderr: CapturedOutput;
  readonly child: ChildProcessWithoutNullStreams;
  /** Exit status once it has ended; -1 when a signal ended it. */
  readonly ended: Promise<number>;
}

export function spawnEspulse(
  args: readonly string[],
  {
    env = {},
    cwd,
    input,
    command = ESPULSE,
  }: { env?: NodeJS.ProcessEnv; cwd?: string; input?: string; command?: string } = {},
): EspulseProcess {
  const child = spawn(process.execPath, [command, ...args], {
    ...(cwd === undefined ? {} : { cwd }),
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
  });
  const stdout = new CapturedOutput();
  const stderr = new CapturedOutput();
  child.stdout.on("data", (bytes: Buffer) => stdout.write(String(bytes)));
  child.stderr.on("data", (bytes: Buffer) => stderr.write(String(bytes)));
  if (input !== undefined) child.stdin.end(input);
  const ended = once(child, "close").then(([code]) => (code as number | null) ?? -1);
  return { stdout, stderr, child, ended };
}
