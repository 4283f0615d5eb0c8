// `espulse chip` as a process, with a scripted chip on a pseudo-terminal.
import { afterEach, describe, expect, it } from "vitest";
import { spawnEspulse } from "../doubles/espulse-process.ts";
import { skipSocat } from "../doubles/pseudo-terminal.ts";
import { CHIPS } from "../doubles/rom-chips.ts";
import {
  openRomTerminal,
  type RomTerminal,
  type RomTerminalOptions,
} from "../doubles/rom-terminal.ts";

async function ran(...args: string[]) {
  const { stdout, stderr, ended } = spawnEspulse(["chip", ...args]);
  return { status: await ended, stdout: stdout.text, stderr: stderr.text };
}

describe("espulse chip", () => {
  it("has no chip on a network, nor where there is no port", async () => {
    const network = await ran("--port", "tcp://127.0.0.1:23");
    expect(network).toMatchObject({ status: 2, stderr: expect.stringContaining("serial port") });
    const none = await ran("--port", "/dev/ttyNONE9", "--json");
    expect(none).toMatchObject({ status: 3, stdout: "" });
    expect(JSON.parse(none.stderr).message).toContain("there is no such port");
  });
});

describe.skipIf(skipSocat)("espulse chip, with a chip (socat)", () => {
  let terminal: RomTerminal | undefined;
  afterEach(() => terminal?.close());
  async function onChip(options: RomTerminalOptions, ...args: string[]) {
    terminal = await openRomTerminal(options);
    return ran("--port", terminal.path, ...args);
  }

  it("tells what is there, and again", async () => {
    const { status, stdout, stderr } = await onChip({});
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toBe(`port      ${terminal!.path}
chip      ESP32-D0WD-V3
revision  3
MAC       24:0a:c4:12:34:56
flash     4 MB
`);
    expect((await ran("--port", terminal!.path)).stdout).toBe(stdout);
  });

  it.each([
    ["esp32", CHIPS.esp32, { chip: "ESP32", model: "ESP32-D0WD-V3", revision: "3" }],
    ["c3", CHIPS.c3, { chip: "ESP32-C3", model: "ESP32-C3 (QFN32)", revision: "0.4" }],
    ["s3", CHIPS.s3, { chip: "ESP32-S3", model: "ESP32-S3 (QFN56)", revision: "0.2" }],
    ["c6", CHIPS.c6, { chip: "ESP32-C6" }],
  ])("tells it as JSON: %s", async (_, chip, expected) => {
    const { stdout } = await onChip({ chip }, "--json");
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ port: terminal!.path, mac: "24:0a:c4:12:34:56", flashBytes: 4 << 20 },
      ...expected,
    });
  });

  it("says so where the flash does not tell", async () => {
    const { stdout } = await onChip({ faults: { flashId: 0xffffff } });
    expect(stdout).toContain("flash     unknown: the flash chip does not tell\n");
  });

  it("ends with status 27 and what to do where nothing answers, and soon", async () => {
    const start = performance.now();
    const { status, stderr } = await onChip({ faults: { isSilent: true } });
    expect(status).toBe(27);
    expect(stderr).toMatch(
      /: no ROM loader answers: nothing came back; hold BOOT \(IO0\), press and/,
    );
    expect(performance.now() - start).toBeLessThan(20_000);
  });

  it("ends soon when the cable is pulled, with nothing left waiting", async () => {
    const start = performance.now();
    const { status, stderr } = await onChip({ pulledAfterBytes: 4000 });
    expect(status).toBe(3);
    expect(stderr).toContain("the device is gone");
    expect(performance.now() - start).toBeLessThan(20_000);
  });
});
