// The firmware of Espulse on each board, built and run in both runtimes; the `boards` verb as a process.
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { boardIds, loadBoard } from "../../boards/board.ts";
import { type EmbeddedBroker, startEmbeddedBroker } from "../../host/broker/embedded.ts";
import { buildFirmware, FIRMWARE_MAX_BYTES } from "../../host/build/build.ts";
import { crc32 } from "../../host/crc32.ts";
import { spawnEspulse } from "../doubles/espulse-process.ts";
import { skipEspruino } from "../doubles/real-interpreter.ts";

/** Those that run the firmware of Espulse, and the channels they have of themselves. */
const RUNS: readonly (readonly [string, readonly string[]])[] = [
  ["esp32-devkitc", ["temp", "vars", "rssi"]],
  ["esp32-c3", ["vars", "rssi"]],
  ["esp32-s3", ["vars", "rssi"]],
  ["esp8266", ["vars", "rssi"]],
];

interface Birth {
  readonly board: string;
  readonly runtime: string;
  readonly sha256?: string;
  readonly crc32?: string;
  readonly channels: readonly { readonly n: string }[];
}

/** What the Node runtime says it is; an interpreter adds the number of its build. */
const NODE_RUNTIME = "2v29";

let folder: string;
let broker: EmbeddedBroker;
const births: Birth[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "espulse-boards-"));
  broker = await startEmbeddedBroker({
    port: 0,
    onPublish: ({ topic, payload }) => {
      if (topic.endsWith("/meta")) births.push(JSON.parse(Buffer.from(payload).toString()));
    },
  });
});
afterAll(async () => {
  await broker.close();
  rmSync(folder, { recursive: true });
});

async function ran(...args: string[]) {
  const { ESPRUINO_BIN } = process.env;
  const env = ESPRUINO_BIN === undefined ? {} : { ESPRUINO_BIN };
  const { stdout, stderr, ended } = spawnEspulse(args, { cwd: folder, env });
  return { status: await ended, stdout: stdout.text, stderr: stderr.text };
}

describe.each(RUNS)("the firmware of Espulse on %s", (id, own) => {
  const runOn = async (runtime: string) => {
    const { code, bytes } = await buildFirmware({ board: loadBoard(id) });
    expect(bytes).toBeLessThanOrEqual(FIRMWARE_MAX_BYTES);
    const where = ["--broker", broker.url, "--runtime", runtime];
    const { status, stdout } = await ran("sim", "--board", id, ...where, "--for", "4", "--json");
    expect(status).toBe(0);
    const { total } = JSON.parse(stdout);
    expect(total.made).toBeGreaterThan(0);
    expect(total.acked).toBe(total.made);
    const birth = births.find(
      (one) => one.board === id && (one.runtime === NODE_RUNTIME) === (runtime === "node"),
    )!;
    expect(birth.channels.map(({ n }) => n).slice(0, own.length)).toEqual(own);
    // The board proves its bundle by the best hash it has.
    const proof =
      id === "esp8266"
        ? { crc32: crc32(Buffer.from(code)).toString(16).padStart(8, "0") }
        : { sha256: createHash("sha256").update(code).digest("hex") };
    const { sha256, crc32: sum } = birth;
    expect({ ...(sha256 ? { sha256 } : {}), ...(sum ? { crc32: sum } : {}) }).toEqual(proof);
  };

  it("runs in Node", () => runOn("node"));
  it.skipIf(skipEspruino)("runs on the real interpreter (ESPRUINO_BIN)", () => runOn("espruino"));
});

describe("the firmware of Espulse on Espruino WiFi", () => {
  it("is refused, with what is missing and what to do", async () => {
    const out = join(folder, "out.js");
    const { status, stderr } = await ran("build", "--board", "espruino-wifi", "--out", out);
    expect(status).toBe(2);
    expect(stderr).toMatch(/Espruino WiFi: does not run the firmware of Espulse; .*--entry FILE/);
    expect(stderr).toMatch(/firmware\/net\/wifi\.ts:\d+:\d+: Wifi\.getIP\(\) without a callback/);
  });

  it("leaves room for a firmware of one's own, with its pins", async () => {
    writeFileSync(join(folder, "own.ts"), "print(process.env.BOARD, LED1.getInfo().port);");
    const args = ["--board", "espruino-wifi", "--entry", "own.ts", "--for", "1"];
    const { status, stderr } = await ran("sim", ...args, "--broker", broker.url);
    expect(status).toBe(0);
    expect(stderr).toContain("ESPRUINOWIFI B");
  });
});

describe("espulse boards", () => {
  it("lists every board, without colours where there is no terminal", async () => {
    const { status, stdout, stderr } = await ran("boards");
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    for (const id of boardIds()) expect(stdout).toMatch(new RegExp(`^${id} `, "m"));
    expect(stdout).not.toContain("\u001b");
  });

  it("draws one", async () => {
    const { status, stdout } = await ran("boards", "esp32-c3");
    expect(status).toBe(0);
    expect(stdout).toContain("│GND  GND│");
  });

  it("gives the data with --json, of all or of one", async () => {
    const all = JSON.parse((await ran("boards", "--json")).stdout);
    expect(all.map(({ id }: { id: string }) => id)).toEqual(boardIds());
    const one = JSON.parse((await ran("boards", "esp8266", "--json")).stdout);
    expect(one).toEqual(all.find(({ id }: { id: string }) => id === "esp8266"));
    expect(one.lacks).toContain("sha256");
  });

  it("takes a file of one's own, and names every fault of a wrong one", async () => {
    const own = JSON.parse(
      readFileSync(new URL("../../boards/esp8266.json", import.meta.url), "utf8"),
    );
    writeFileSync(join(folder, "mine.json"), JSON.stringify({ ...own, id: "mine" }));
    expect((await ran("boards", "mine.json")).stdout).toContain("  mine\n");
    const out = await ran("build", "--board", "./mine.json", "--out", "out.js", "--json");
    expect(JSON.parse(out.stdout).board).toBe("mine");

    own.pins[3].can[0] = "digitl";
    own.console.tx = 1;
    writeFileSync(join(folder, "wrong.json"), JSON.stringify(own));
    for (const args of [
      ["boards", "wrong.json"],
      ["build", "--board", "wrong.json", "--out", "out.js"],
      ["sim", "--board", "wrong.json", "--for", "1"],
    ]) {
      const { status, stderr } = await ran(...args);
      expect(status).toBe(2);
      expect(stderr).toMatch(/wrong\.json: pins\.3\.can\.0: /);
      expect(stderr).toMatch(/wrong\.json: console\.tx: /);
    }
  });

  it("suggests the near one for a mistyped id, and ends with status 2", async () => {
    const { status, stderr } = await ran("boards", "esp8265");
    expect(status).toBe(2);
    expect(stderr).toContain("did you mean esp8266?");
  });

  it("has an example in its help", async () => {
    expect((await ran("boards", "--help")).stdout).toContain("espulse boards esp32-devkitc");
  });
});
