// A port that a program without a lock has open as well, and takes the answers from: whoever gets none
// is told which program that is.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { portUserOf } from "../../host/transport/port-user.ts";
import { spawnEspulse } from "../doubles/espulse-process.ts";
import {
  openPseudoTerminalTo,
  type PseudoTerminal,
  skipSocat,
} from "../doubles/pseudo-terminal.ts";
import { startSerialBoard } from "../doubles/serial-board.ts";
import { until } from "../doubles/until.ts";

describe.skipIf(skipSocat || process.platform !== "linux")("a port without answers (socat)", () => {
  let folder: string;
  let port: PseudoTerminal;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "espulse-shared-"));
    port = await openPseudoTerminalTo(folder, "TCP-LISTEN:0,bind=127.0.0.1");
  });
  afterEach(async () => {
    await port.close();
    rmSync(folder, { recursive: true });
  });

  it("names the program that has it open as well", async () => {
    const other = spawn("socat", ["-u", `OPEN:${port.path},raw,echo=0`, "OPEN:/dev/null"]);
    const ended = once(other, "exit");
    try {
      await until(() => portUserOf(port.path) !== undefined);
      const espulse = spawnEspulse(["console", "--eval", "1", "--port", port.path]);
      expect(await espulse.ended).toBe(27);
      expect(espulse.stderr.text).toContain(
        `socat (process ${other.pid}) has the port open as well, and may take the answers: end that first`,
      );
    } finally {
      other.kill();
      await ended;
    }
  });
});

it("is not used by the program whose pseudo-terminal it is", async () => {
  const board = await startSerialBoard("node");
  expect(portUserOf(board.address)).toBeUndefined();
  await board.close();
});
