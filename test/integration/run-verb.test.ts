// `espulse run` as a process: a simulated board at a serial port is flashed, its readings are shown,
// and each save of the firmware reaches it.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type EspulseProcess, useEspulse } from "../doubles/espulse-process.ts";
import { until } from "../doubles/until.ts";
import { useVerbBoards } from "../doubles/verb-board.ts";

const { spawn } = useEspulse();
const { place, start, writeFirmware } = useVerbBoards();

interface Line {
  readonly receipt?: { readonly sha256: string; readonly boot: string; readonly slot: string };
  readonly boot?: string;
  readonly d?: Readonly<Record<string, number>>;
}

async function runAt(address: string, args: readonly string[]): Promise<EspulseProcess> {
  const own = ["--port", address, "--device", "attic", "--broker", place.broker!.url];
  return spawn(["run", ...own, ...args], { env: { XDG_STATE_HOME: place.folder } });
}

const linesOf = ({ stdout }: EspulseProcess): Line[] =>
  stdout.lines.map((line) => JSON.parse(line) as Line);

describe("espulse run", () => {
  it("flashes, shows as many readings as are asked for, and ends", async () => {
    const { address } = await start();
    const espulse = await runAt(address, ["--count", "2"]);
    expect(await espulse.ended, espulse.stderr.text).toBe(0);
    expect(espulse.stderr.text).toContain("attic runs what was sent");
    const readings = espulse.stdout.lines;
    expect(readings).toHaveLength(2);
    for (const reading of readings) expect(reading).toMatch(/ attic {2}#\d+ .* °C/);
  });

  it("--watch brings each change to the board, and what is none not", async () => {
    const { address } = await start();
    const entry = writeFirmware("11");
    const espulse = await runAt(address, ["--watch", "--json", "--entry", entry]);
    const { stderr } = espulse;
    const receipts = () => linesOf(espulse).filter(({ receipt }) => receipt !== undefined);
    const shows = (soil: number) => linesOf(espulse).some(({ d }) => d?.soil === soil);
    await until(
      () => shows(11),
      () => stderr.text,
    );
    writeFirmware("12");
    await until(
      () => shows(12) && receipts().length === 2,
      () => stderr.text,
    );
    // The same, written anew: not sent again.
    writeFirmware("12");
    await stderr.until("the bundle is the same, and is not sent again");
    expect(receipts()).toHaveLength(2);
    // What does not build is told with its place, and the board goes on.
    const count = linesOf(espulse).length;
    writeFirmware("(");
    await stderr.until(/main\.ts:2:\d+: .*\nthe program before goes on/);
    await until(() => linesOf(espulse).length > count + 1);
    // A module that is missing, and then comes.
    const text = readFileSync(writeFirmware("value()"), "utf8");
    writeFileSync(entry, `import { value } from "./value.ts";\n${text}`);
    await stderr.until(/Could not resolve "\.\/value\.ts"/);
    writeFileSync(join(place.folder, "value.ts"), "export const value = () => 13;\n");
    await until(
      () => shows(13),
      () => stderr.text,
    );
    // One that is saved in the module that the entry imports.
    writeFileSync(join(place.folder, "value.ts"), "export const value = () => 14;\n");
    await until(
      // The reading may be there before the receipt that it proves.
      () => shows(14) && receipts().length === 4,
      () => stderr.text,
    );
    expect(new Set(receipts().map(({ receipt }) => receipt!.sha256)).size).toBe(4);
    const boots = receipts().map(({ receipt }) => receipt!.boot.split("-")[1]);
    expect(boots).toEqual(["1", "2", "3", "4"]);
    espulse.child.kill("SIGINT");
    expect(await espulse.ended).toBe(0);
  });

  it("what dies on the board is told, and the next change goes there", async () => {
    const { address } = await start();
    const entry = writeFirmware("11");
    const espulse = await runAt(address, ["--watch", "--json", "--entry", entry]);
    const { stderr } = espulse;
    const shows = (soil: number) => linesOf(espulse).some(({ d }) => d?.soil === soil);
    await until(
      () => shows(11),
      () => stderr.text,
    );
    writeFileSync(entry, "throw new Error('broken');\n");
    await stderr.until("save a source to try again");
    expect(stderr.text).toMatch(/expected attic to run the bundle .*the new bundle died/);
    writeFirmware("15");
    await until(
      () => shows(15),
      () => stderr.text,
    );
    espulse.child.kill("SIGINT");
    expect(await espulse.ended).toBe(0);
  });

  it("interrupted before the board runs, it ends with 130", async () => {
    const espulse = await runAt("tcp://127.0.0.1:9", []);
    await espulse.stderr.until("build");
    espulse.child.kill("SIGINT");
    expect(await espulse.ended).toBe(130);
  });
});
