// The serial port of the host on a real device file: a pseudo-terminal that gives back what it gets.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openTransport } from "../../host/transport/transport.ts";
import { openPseudoTerminal, type PseudoTerminal, skipSocat } from "../doubles/pseudo-terminal.ts";

describe.skipIf(skipSocat)("a serial port (socat)", () => {
  let folder: string;
  let terminal: PseudoTerminal;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "espulse-port-"));
    terminal = await openPseudoTerminal(folder, "cat");
  });
  afterEach(async () => {
    await terminal.close();
    rmSync(folder, { recursive: true });
  });

  it("carries every byte, and has no modem lines to set", async () => {
    const transport = await openTransport(terminal.path);
    await transport.setSignals?.({ dataTerminalReady: false, requestToSend: true });
    const every = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    await transport.write(every);
    const echoed: number[] = [];
    for await (const chunk of transport) {
      echoed.push(...chunk);
      if (echoed.length >= 256) break;
    }
    expect(echoed).toEqual([...every]);
    await transport.close();
    await transport.close();
    await expect(transport.write(every)).rejects.toThrow("tty: write failed: it has been closed");
  });

  it("is busy for a second program, and free again after a close", async () => {
    const transport = await openTransport(terminal.path);
    await expect(openTransport(terminal.path)).rejects.toMatchObject({
      code: "busy",
      // Its own process is not told of: who else has it is tested in port-shared.test.ts.
      message: expect.stringMatching(/open failed: .* has it open; end that first/),
    });
    await transport.close();
    await (await openTransport(terminal.path)).close();
  });

  it("says so when the device goes away", async () => {
    const transport = await openTransport(terminal.path);
    const reading = transport[Symbol.asyncIterator]().next();
    const told = expect(reading).rejects.toThrow(/tty: read failed: the device is gone.*unplugged/);
    await terminal.close();
    await told;
    await transport.close();
  });
});
