// Espruino itself onto a scripted chip on a pseudo-terminal, through the serial port of the host.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadBoard } from "../../boards/board.ts";
import {
  type InstallOptions,
  type InstallProgress,
  installRuntime,
} from "../../host/chip/install-runtime.ts";
import {
  ConfigError,
  DeadlineError,
  DeviceError,
  TransportError,
  VerificationError,
} from "../../host/errors.ts";
import { openTransport } from "../../host/transport/transport.ts";
import {
  type Kind,
  type ReleaseOptions,
  releaseFiles,
  writeRelease,
} from "../doubles/espruino-release.ts";
import { skipSocat } from "../doubles/pseudo-terminal.ts";
import { CHIPS } from "../doubles/rom-chips.ts";
import {
  openRomTerminal,
  type RomTerminal,
  type RomTerminalOptions,
} from "../doubles/rom-terminal.ts";

type Asked = Partial<Omit<InstallOptions, "board">> & { readonly board?: string };

describe.skipIf(skipSocat)("installRuntime (socat)", () => {
  let folder: string;
  let terminal: RomTerminal | undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "espulse-install-"));
  });
  afterEach(async () => {
    await terminal?.close();
    terminal = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  async function connected(options: RomTerminalOptions = {}): Promise<RomTerminal> {
    terminal = await openRomTerminal(options);
    return terminal;
  }

  /** The images of a release of Espruino, in a folder. */
  function sourceOf(kind: Kind = "esp32", options: ReleaseOptions = {}): string {
    const source = join(folder, kind);
    writeRelease(source, releaseFiles(kind, options));
    return source;
  }

  const install = (
    { path }: RomTerminal,
    { board = "esp32-devkitc", source = sourceOf(), ...options }: Asked = {},
  ) =>
    installRuntime({
      port: path,
      board: loadBoard(board),
      source,
      env: { XDG_CACHE_HOME: folder },
      cwd: folder,
      ...options,
    });

  /** The error, and that it came within its time. */
  async function failure(installing: Promise<unknown>, withinMs: number): Promise<Error> {
    const start = performance.now();
    const error = await installing.then(
      () => new Error("it was installed"),
      (reason: Error) => reason,
    );
    expect(performance.now() - start, error.message).toBeLessThan(withinMs);
    return error;
  }

  async function installsNow(terminal: RomTerminal): Promise<void> {
    terminal.rom.faults = {};
    const { regions } = await install(terminal);
    expect(regions.map(({ name }) => name)).toEqual(["bootloader", "partition table", "app"]);
    const held = terminal.rom.flash.subarray(0x10000, 0x10000 + regions[2]!.bytes);
    expect(held.equals(releaseFiles("esp32")["espruino_esp32.bin"]!)).toBe(true);
  }

  it.each([
    ["esp32-devkitc", "esp32", CHIPS.esp32, 0x1000],
    ["esp32-c3", "esp32c3", CHIPS.c3, 0],
    ["esp32-s3", "esp32s3", CHIPS.s3, 0],
  ] as const)(
    "writes and verifies every region of an %s",
    async (board, kind, chip, bootloader) => {
      const own = await connected({ chip });
      const steps: InstallProgress[] = [];
      const installed = await install(own, {
        board,
        source: sourceOf(kind),
        onProgress: (progress) => steps.push(progress),
      });
      const { rom } = own;
      const places = [bootloader, 0x8000, 0x10000];
      for (const [i, [, bytes]] of Object.entries(releaseFiles(kind)).entries()) {
        const place = places[i]!;
        expect(rom.flash.subarray(place, place + bytes.length).equals(bytes)).toBe(true);
        expect(installed.regions[i]!.offset).toBe(place);
      }
      expect(installed).toMatchObject({
        chip: loadBoard(board).chip,
        mac: "24:0a:c4:12:34:56",
        baudRate: 921_600,
      });
      // Padding of an app of 60001 bytes.
      expect(rom.flash.subarray(0x10000 + 60_001, 0x10000 + 60_010).every((b) => b === 0xff)).toBe(
        true,
      );
      expect(rom.received.filter((name) => name === "md5")).toHaveLength(3);
      expect(rom.baudRates).toEqual([115_200, 921_600]);
      const done = steps.filter(({ step }) => step === "write").map((step) => step.done!);
      expect(done).toEqual([...done].sort((a, b) => a - b));
      expect(steps.at(-1)).toMatchObject({ region: "app", done: steps.at(-1)!.total });
    },
  );

  it("works again at once, and erases all first where it is told to", async () => {
    const own = await connected();
    await installsNow(own);
    own.rom.flash.fill(7, 0x320000);
    await installsNow(own);
    expect(own.rom.flash[0x320000]).toBe(7);
    await install(own, { isErased: true });
    expect(own.rom.flash[0x320000]).toBe(0xff);
  });

  it("falls back to slower rates on a line that does not carry the fast ones", async () => {
    const own = await connected({ faults: { deafAt: [921_600] } });
    expect((await install(own)).baudRate).toBe(460_800);
    expect(own.rom.baudRates).toEqual([115_200, 921_600, 115_200, 460_800]);
    own.rom.faults = { deafAt: [921_600, 460_800] };
    expect((await install(own)).baudRate).toBe(115_200);
  });

  it("goes no faster than it is told to", async () => {
    const own = await connected();
    expect((await install(own, { baudRate: 230_400 })).baudRate).toBe(230_400);
    expect((await install(own, { baudRate: 115_200 })).baudRate).toBe(115_200);
    expect(own.rom.baudRates).toEqual([115_200, 230_400, 115_200]);
  });

  it("closes and opens the port again where esptool-js wants to", async () => {
    await install(await connected({ faults: { namesUnknown: true } }));
  });

  it("connects through what a board prints before it", async () => {
    const garbage = "\xc0ets Jun  8 2016 00:22:57\r\n\r\nrst:0x1 (POWERON_RESET)\r\n\xdb\xff\x00";
    await install(await connected({ faults: { garbage } }));
  });

  it("sends a block again that came wrong over the line", async () => {
    await install(await connected({ faults: { refuses: { blocks: 2, status: 0xc1 } } }));
  });

  it("refuses a chip that is not the board's, and writes nothing", async () => {
    const own = await connected({ chip: CHIPS.c3 });
    const error = await failure(install(own), 15_000);
    expect(error).toBeInstanceOf(VerificationError);
    expect(error.message).toBe(
      `expected an ESP32, as esp32-devkitc has one, found an ESP32-C3 at ${own.path}; nothing was written; name the board that is there (espulse boards), or another port`,
    );
    expect(own.rom.received).not.toContain("deflate begin");
    await install(own, { board: "esp32-c3", source: sourceOf("esp32c3") });
  });

  it("refuses a flash that is too small, or does not answer", async () => {
    const own = await connected({ faults: { flashId: 0x1540c8 } });
    const small = await failure(install(own), 15_000);
    expect(small).toBeInstanceOf(VerificationError);
    expect(small.message).toContain("expected a flash of 4194304 bytes, as esp32-devkitc");
    expect(small.message).toContain(`found 2097152 bytes at ${own.path}; nothing was written`);
    own.rom.faults = { flashId: 0 };
    expect((await failure(install(own), 15_000)).message).toContain(
      "found none that tells its size",
    );
    await installsNow(own);
  });

  it("refuses an image larger than its region before it opens the port", async () => {
    const own = await connected();
    const source = sourceOf("esp32", { appBytes: 1_600_000 });
    const error = await failure(install(own, { source }), 5000);
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toContain("espruino_esp32.bin: larger than its region: 1600000 bytes");
    expect(own.rom.received).toEqual([]);
    await installsNow(own);
  });

  it("says so when the cable is pulled half-way, and installs once it is back", async () => {
    const own = await connected({ pulledAfterBytes: 30_000 });
    const error = await failure(install(own), 15_000);
    expect(error).toBeInstanceOf(TransportError);
    expect(error.message).toMatch(
      /tty: (read|write) failed: the device is gone.*was it unplugged\?/,
    );
    await own.close();
    await installsNow(await connected());
  });

  it.each([0, 100, 3000, 9000])("ends when the cable is pulled after %i bytes", async (count) => {
    const error = await failure(install(await connected({ pulledAfterBytes: count })), 15_000);
    expect(error.message).toMatch(/the device is gone/);
  });

  it.each([500, 7000, 30_000])("ends well when byte %i is lost on the line", async (lostByte) => {
    const own = await connected({ lostByte });
    const start = performance.now();
    const error = await install(own).catch((reason: Error) => reason);
    // Sent again where the chip noticed in time, and told where not.
    if (error instanceof Error)
      expect(error).toMatchObject({ name: expect.stringMatching(/^De(vice|adline)Error$/) });
    expect(performance.now() - start).toBeLessThan(20_000);
    await installsNow(own);
  });

  it("says what to do where nothing answers, or something else does", async () => {
    const own = await connected({ faults: { isSilent: true } });
    const silent = await failure(install(own), 20_000);
    expect(silent).toBeInstanceOf(DeadlineError);
    expect(silent.message).toMatch(
      /tty: no ROM loader answers: nothing came back; hold BOOT \(IO0\), press/,
    );
    own.rom.faults = { runsProgram: "rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)\r\n" };
    const running = await failure(install(own), 20_000);
    expect(running.message).toContain("restarted, but into its program (boot:0x13); hold BOOT");
    own.rom.faults = { runsProgram: "\r\n>" };
    const console = await failure(install(own), 20_000);
    expect(console.message).toContain("what came back is not a ROM loader's");
    await installsNow(own);
  });

  it("finds out when the flash holds something else", async () => {
    const own = await connected({ faults: { spoils: 0x10000 } });
    const error = await failure(install(own), 15_000);
    expect(error).toBeInstanceOf(VerificationError);
    expect(error.message).toMatch(
      /^expected MD5 \w{32} of app at 0x10000, found \w{32} in the flash/,
    );
    await installsNow(own);
  });

  it("says what the chip reports", async () => {
    const own = await connected({ faults: { refuses: { blocks: 1, status: 0xc4 } } });
    const error = await failure(install(own), 15_000);
    expect(error).toBeInstanceOf(DeviceError);
    expect(error.message).toContain(
      `the device failed at writing bootloader at 0x1000 (${own.path}): the flash could not be written (status 0xc4)`,
    );
    await installsNow(own);
  });

  it("does not wait for ever for a chip that falls silent while it is written", async () => {
    const own = await connected({ faults: { stallsAfterBlocks: 3 } });
    const error = await failure(install(own), 20_000);
    expect(error).toBeInstanceOf(DeadlineError);
    expect(error.message).toMatch(
      /writing app at 0x10000: the chip did not answer within \d+ s; check cable/,
    );
    await installsNow(own);
  });

  it("says who has the port, and leaves it alone", async () => {
    const own = await connected();
    const other = await openTransport(own.path);
    const error = await failure(install(own), 15_000);
    expect(error).toMatchObject({ code: "busy", message: expect.stringContaining("has it open") });
    await other.close();
    await installsNow(own);
  });

  it("ends when it is interrupted", async () => {
    const own = await connected();
    const interruption = new AbortController();
    const installing = install(own, {
      interrupted: interruption.signal,
      onProgress: ({ region }) => region === "app" && interruption.abort(),
    });
    expect(await failure(installing, 15_000)).toBeInstanceOf(TransportError);
    await installsNow(own);
  });

  it("refuses a network address", async () => {
    const own = await connected();
    const error = await failure(install({ ...own, path: "tcp://127.0.0.1:23" }), 5000);
    expect(error.message).toContain("a ROM loader needs a serial port");
  });
});
