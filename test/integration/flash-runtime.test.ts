// `espulse flash --runtime`: Espruino itself onto a scripted chip on a pseudo-terminal. The chip never
// runs it, so that the flash that follows finds no console.
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { ConfigError, DeadlineError } from "../../host/errors.ts";
import { releaseFiles, writeRelease } from "../doubles/espruino-release.ts";
import { skipSocat } from "../doubles/pseudo-terminal.ts";
import { openRomTerminal, type RomTerminal } from "../doubles/rom-terminal.ts";
import { useVerbBoards } from "../doubles/verb-board.ts";

const { place, start } = useVerbBoards();

describe.skipIf(skipSocat)("flash --runtime (socat)", () => {
  let terminal: RomTerminal | undefined;
  afterEach(async () => {
    await terminal?.close();
    terminal = undefined;
  });

  it("installs Espruino, goes on with the flash, and says how far it came", async () => {
    terminal = await openRomTerminal();
    writeRelease(join(place.folder, "release"), releaseFiles("esp32"));
    const board = await start();
    const progress: string[] = [];
    const report = {
      ...board.options.report,
      progress: (name: string, done: number, all: number) =>
        progress.push(`${name} ${Math.floor((100 * done) / all)} %`),
    };
    const failure = await board
      .flash({ address: terminal.path, runtime: "release", report })
      .catch((error: unknown) => error);
    const app = releaseFiles("esp32")["espruino_esp32.bin"]!;
    const held = terminal.rom.flash.subarray(0x10000, 0x10000 + app.length);
    expect(held.equals(app)).toBe(true);
    expect(progress).toContain("app 100 %");
    expect(board.told).toEqual([
      "build",
      "connect to the ROM loader",
      "start esptool's stub",
      "write Espruino",
      "wait for Espruino to start",
    ]);
    expect(failure).toBeInstanceOf(DeadlineError);
    expect((failure as Error).message).toMatch(
      /^\S*release is on the chip, and verified; then: \S+: no answer from an Espruino console/,
    );
  });

  it("refuses a network before it builds", async () => {
    const board = await start();
    const failure = await board
      .flash({ address: "tcp://127.0.0.1:2323", runtime: "latest" })
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ConfigError);
    expect((failure as Error).message).toContain("a ROM loader needs a serial port");
    expect(board.told).toEqual([]);
  });
});
