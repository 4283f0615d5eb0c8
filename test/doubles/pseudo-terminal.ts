// A pseudo-terminal with a program at its other end, made by socat: a device file that the serial
// port of the host opens as it opens a real one.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { isRequired } from "./required.ts";
import { until } from "./until.ts";

/** For `skipIf`: absent, and nobody insists on it. */
export const skipSocat = spawnSync("socat", ["-V"]).error !== undefined && !isRequired("socat");

export interface PseudoTerminal {
  readonly path: string;
  /** Of socat; it ends with the program. */
  readonly process: ChildProcess;
  close(): Promise<void>;
}

/** @param command what is run, without quotes; in `folder`, where the device file is too. */
export function openPseudoTerminal(folder: string, command: string): Promise<PseudoTerminal> {
  return openPseudoTerminalTo(folder, `EXEC:${command},pty,raw,echo=0`);
}

/** @param other end, as an address of socat */
export async function openPseudoTerminalTo(folder: string, other: string): Promise<PseudoTerminal> {
  const path = join(folder, "tty");
  const socat = spawn("socat", [`PTY,raw,echo=0,link=${path}`, other], {
    cwd: folder,
    stdio: "ignore",
  });
  const ended = once(socat, "exit");
  const kill = (): void => void socat.kill();
  process.once("exit", kill);
  await until(() => existsSync(path));
  return {
    path,
    process: socat,
    async close() {
      process.off("exit", kill);
      kill();
      await ended;
    },
  };
}
