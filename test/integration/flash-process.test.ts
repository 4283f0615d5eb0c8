// `espulse flash` as a process, at a blank board of an `espulse sim --serial` that is one too, and a real
// Mosquitto: what a user's script sees of it from the first flash to one that falls back.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WholeReceipt } from "../../host/flash/flash-sources.ts";
import { useEspulse } from "../doubles/espulse-process.ts";
import { type Mosquitto, skipMosquitto, startMosquitto } from "../doubles/mosquitto.ts";

describe.skipIf(skipMosquitto)("espulse flash, as a process", () => {
  const { spawn, folder } = useEspulse();
  let mosquitto: Mosquitto;
  beforeAll(async () => {
    mosquitto = await startMosquitto(["protocol mqtt"], ["allow_anonymous true"]);
  });
  afterAll(() => mosquitto.close());

  /** A blank board; gives its serial port once it is there. */
  async function simulate(...args: string[]) {
    const broker = ["--broker", `mqtt://127.0.0.1:${mosquitto.ports[0]}`];
    const sim = spawn(["sim", "--serial", "--fast", "--blank", "--json", ...broker, ...args]);
    await Promise.race([sim.stderr.until(/serial port \S+\n/), sim.ended]);
    const [, port] = /serial port (\S+)\n/.exec(sim.stderr.text) ?? [];
    expect(port, sim.stderr.text).toBeDefined();
    return {
      port: port!,
      async close() {
        sim.child.kill("SIGINT");
        expect(await sim.ended, sim.stderr.text).toBe(0);
      },
    };
  }

  async function flash(port: string, ...args: string[]) {
    const at = ["--port", port, "--broker", `mqtt://127.0.0.1:${mosquitto.ports[0]}`];
    const { ended, stdout, stderr } = spawn(["flash", "--json", ...at, ...args], {
      env: { XDG_STATE_HOME: folder.cwd },
    });
    const status = await ended;
    expect(stderr.text).not.toMatch(/^ {4}at /m);
    return { status, stdout: stdout.text, stderr: stderr.text };
  }

  function receiptOf({ status, stdout, stderr }: Awaited<ReturnType<typeof flash>>): WholeReceipt {
    expect(status, stderr).toBe(0);
    expect(stdout.split("\n")).toHaveLength(2);
    return JSON.parse(stdout) as WholeReceipt;
  }

  it("from a blank board to a receipt, to one that sends nothing, to a fall-back", async () => {
    const { port, close } = await simulate();
    const build = spawn(["build", "--out", "bundle.js"]);
    const first = receiptOf(await flash(port, "--device", "attic"));
    expect(await build.ended, build.stderr.text).toBe(0);
    const bundle = readFileSync(join(folder.cwd, "bundle.js"));
    const sha256 = createHash("sha256").update(bundle).digest("hex");
    expect(first).toEqual({
      v: 1,
      device: "attic",
      board: "esp32-devkitc",
      serial: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}$/),
      runtime: "2v29",
      slot: "slot0",
      bytes: bundle.length,
      sentBytes: bundle.length,
      sha256,
      boot: expect.stringMatching(/^[0-9a-f]{8}-1$/),
      seconds: expect.any(Object),
      firstReadingSeconds: expect.any(Number),
    });
    const { seconds, firstReadingSeconds } = first;
    expect(Object.keys(seconds)).toEqual("build identify connect upload birth reading".split(" "));
    for (const time of Object.values(seconds)) expect(time).toBeGreaterThanOrEqual(0);
    expect(firstReadingSeconds).toBeGreaterThan(0);
    expect(firstReadingSeconds).toBeCloseTo(seconds.birth! + seconds.reading!, 1);

    const { boot, serial } = first;
    const install = boot.slice(0, 8);
    const second = receiptOf(await flash(port));
    expect(second).toMatchObject({ device: "attic", serial, sentBytes: 0, sha256, slot: "slot0" });
    expect(second.boot).toBe(`${install}-2`);

    const broken = ["function read(): number {", '  throw new Error("no sensor");', "}", "read();"];
    writeFileSync(join(folder.cwd, "broken.ts"), `${broken.join("\n")}\n`);
    const third = await flash(port, "--entry", "broken.ts");
    expect(third).toMatchObject({ status: 7, stdout: "" });
    const told = JSON.parse(third.stderr.trimEnd().split("\n").at(-1)!) as { message: string };
    expect(told).toMatchObject({ error: "VerificationError", status: 7 });
    expect(told.message).toMatch(
      new RegExp(`expected attic to run the bundle .* ${sha256.slice(0, 12)} running`),
    );
    expect(told.message).toMatch(
      /the board went back to the bundle before; the new bundle died: Error: no sensor, at broken\.ts:2$/,
    );
    await close();
  });

  it("sends again what the board acknowledged and did not write, and says so", async () => {
    const { port, close } = await simulate("--serial-fault", "ack@5000");
    const flashed = await flash(port);
    expect(receiptOf(flashed).sentBytes).toBeGreaterThan(0);
    expect(flashed.stderr).toMatch(/^slot0 is sent again: read back, Storage has /m);
    await close();
  });
});
