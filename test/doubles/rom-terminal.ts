// The scripted ROM loader at the other end of a pseudo-terminal: the host opens its device file as it
// opens a serial port. As on a real line, who listens at another baud rate than the other speaks hears
// nothing, and bytes take their time.
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openPseudoTerminalTo } from "./pseudo-terminal.ts";
import { CHIPS, type ScriptedChip } from "./rom-chips.ts";
import { type RomFaults, RomLoader } from "./rom-loader.ts";

export interface RomTerminalOptions {
  readonly chip?: ScriptedChip;
  readonly faults?: RomFaults;
  /** At the speed of the line; otherwise as fast as it goes. */
  readonly isPaced?: boolean;
  /** Of those that come, this one is lost. */
  readonly lostByte?: number;
  /** The cable is pulled once so many bytes have come. */
  readonly pulledAfterBytes?: number;
  /** Where the device file is; the same again is the same port. */
  readonly folder?: string;
}

export interface RomTerminal {
  readonly path: string;
  readonly rom: RomLoader;
  /** The host's, as the system knows it. */
  lineSpeed(): number;
  close(): Promise<void>;
}

/** A start bit, eight of data, a stop bit. */
const BITS_PER_BYTE = 10;
/** How the body of a SYNC begins: somebody connects. */
const SYNC = Buffer.from([0x07, 0x07, 0x12, 0x20]);

export async function openRomTerminal({
  chip = CHIPS.esp32,
  faults = {},
  isPaced = false,
  lostByte = -1,
  pulledAfterBytes = Number.POSITIVE_INFINITY,
  folder = mkdtempSync(join(tmpdir(), "espulse-rom-")),
}: RomTerminalOptions = {}): Promise<RomTerminal> {
  let line: Socket | undefined;
  let count = 0;
  let lookedAt = 0;
  let isHeard = true;
  let isClosed = false;
  let freeAt = 0;
  const rom = new RomLoader((bytes) => line?.write(bytes), chip, faults);
  const server = createServer({ noDelay: true }, (socket) => {
    line = socket;
    socket.on("error", () => {});
    socket.on("data", (all) => {
      const lost = lostByte - count;
      const bytes = all.filter((_, i) => i !== lost) as Buffer;
      count += all.length;
      if (count >= pulledAfterBytes) {
        isClosed = true;
        void terminal.close();
      }
      if (!isPaced) return take(bytes);
      freeAt =
        Math.max(freeAt, performance.now()) + (1000 * BITS_PER_BYTE * bytes.length) / rom.baudRate;
      setTimeout(() => take(bytes), freeAt - performance.now());
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const terminal = await openPseudoTerminalTo(folder, `TCP:127.0.0.1:${port},nodelay`);
  const lineSpeed = () => Number(execFileSync("stty", ["-F", terminal.path, "speed"]));

  function take(bytes: Buffer): void {
    if (isClosed) return;
    if (rom.baudRates.length !== lookedAt || bytes.includes(SYNC)) {
      lookedAt = rom.baudRates.length;
      const speed = lineSpeed();
      // A pseudo-terminal has no DTR and RTS. Who begins anew has pulsed them.
      if (speed === 115_200) rom.reset();
      isHeard = speed === rom.baudRate;
    }
    if (isHeard) rom.take(bytes);
  }

  return {
    path: terminal.path,
    rom,
    lineSpeed,
    async close() {
      isClosed = true;
      await terminal.close();
      line?.destroy();
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
