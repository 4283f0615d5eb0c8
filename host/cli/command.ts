// What a verb is to main.ts, and what a verb is given. A verb owns its options and its output;
// it never exits: it throws, and main.ts turns the error into an exit status.
import type { Command } from "commander";

/** The surroundings of one run, so that a verb can be run by a test. */
export interface Surroundings {
  /** Data goes here. */
  readonly stdout: NodeJS.WriteStream;
  /** Everything else goes here. */
  readonly stderr: NodeJS.WriteStream;
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Aborted by SIGINT and SIGTERM; a verb then ends what it started and returns. */
  readonly interrupted: AbortSignal;
}

/** Every `host/cli/<verb>.ts` exports one as `verb`. */
export interface Verb {
  /** Adds options, arguments, help with an example, and the action. */
  configure(command: Command, surroundings: Surroundings): void;
  /** Exit status when the user interrupts it; 130 unless interruption is its ordinary end. */
  readonly statusWhenInterrupted?: number;
}
