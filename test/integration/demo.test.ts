// `npm start`, as a newcomer runs it: readings without any configuration, and a clean end.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { spawnEspulse } from "../doubles/espulse-process.ts";
import { until } from "../doubles/until.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const READING = /^\d\d:\d\d:\d\d\.\d{3} {2}esp32-\w{6} {2}#(\d+) .*temp .*vars .*rssi /;

function start() {
  // A group of its own, as a terminal gives it.
  const child = spawn("npm", ["start"], {
    cwd: ROOT,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (bytes: Buffer) => {
      output += bytes;
    });
  }
  const ended = once(child, "close") as Promise<[number | null, string | null]>;
  const seqs = () => output.split("\n").flatMap((line) => READING.exec(line)?.[1] ?? []);
  return { child, ended, seqs, output: () => output };
}

async function untilReadings({ seqs, output, child }: ReturnType<typeof start>, count: number) {
  await until(
    () => seqs().length >= count || child.exitCode !== null,
    () => `${count} readings:\n${output()}`,
  );
  if (child.exitCode !== null) throw new Error(`ended too early:\n${output()}`);
}

describe("npm start", () => {
  it("shows a reading a second, and SIGTERM ends it with the counts and status 0", async () => {
    const demo = start();
    await untilReadings(demo, 3);
    demo.child.kill("SIGTERM");
    expect(await demo.ended).toEqual([0, null]);
    const made = demo.seqs().length;
    expect(demo.seqs()).toEqual(Array.from({ length: made }, (_, i) => String(i + 1)));
    expect(demo.output()).toContain(`received ${made} readings from 1 device, 0 missing, 0 dup`);
    expect(demo.output()).toContain(`published ${made} readings, ${made} acknowledged, 0 given up`);
    expect(demo.output()).toContain("is disconnected");
  });

  it("stopped while the board is put on, ends with status 0 all the same", async () => {
    const demo = spawnEspulse(["demo"]);
    await demo.stderr.until("Ctrl-C ends it");
    demo.child.kill("SIGINT");
    expect(await demo.ended).toBe(0);
  });

  it("takes Ctrl-C, which npm passes on a second time, for one; port 1883 may be taken", async () => {
    // Taken by us, or by somebody else already.
    const holder = createServer().listen(1883, "127.0.0.1");
    await Promise.race([once(holder, "listening"), once(holder, "error")]).catch(() => {});
    try {
      const demo = start();
      await untilReadings(demo, 2);
      expect(demo.output()).toContain("port 1883 is taken; the demonstration's broker is at mqtt:");
      process.kill(-demo.child.pid!, "SIGINT");
      expect(await demo.ended).toEqual([0, null]);
      expect(demo.output()).toContain("0 missing");
    } finally {
      holder.close();
    }
  });
});
