// The real Espruino interpreter with its console on a pseudo-terminal, as a board has it on USB.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launchCommand } from "../../host/simulator/espruino/launch.ts";
import { openPseudoTerminal } from "./pseudo-terminal.ts";
import { interpreter } from "./real-interpreter.ts";

export interface InterpreterConsole {
  /** Path of its device file. */
  readonly path: string;
  /** Whether the interpreter runs. */
  readonly isRunning: () => boolean;
  /** kill -9 and a new start with the same Storage: the power cut. */
  powerCycle(): Promise<void>;
  close(): Promise<void>;
}

export async function startInterpreterConsole(): Promise<InterpreterConsole> {
  const folder = mkdtempSync(join(tmpdir(), "espulse-console-"));
  const start = () => openPseudoTerminal(folder, launchCommand(interpreter!).join(" "));
  let terminal = await start();
  return {
    path: terminal.path,
    isRunning: () => terminal.process.exitCode === null,
    async powerCycle() {
      await terminal.close();
      terminal = await start();
    },
    async close() {
      await terminal.close();
      rmSync(folder, { recursive: true });
    },
  };
}
