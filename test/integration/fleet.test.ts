// A fleet in one process against a real Mosquitto: every reading there once, also over a restart of
// the broker; and what is told when it cannot all connect, or needs a context for each board.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import mqtt, { type MqttClient } from "mqtt";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FleetSummary } from "../../host/simulator/summary.ts";
import { spawnEspulse } from "../doubles/espulse-process.ts";
import { type Mosquitto, skipMosquitto, startMosquitto } from "../doubles/mosquitto.ts";

const BOARDS = 200;
const GENERAL = ["allow_anonymous true", "log_type error"];

interface Received {
  readonly boot: string;
  readonly seq: number;
  readonly q?: 1;
}

describe.skipIf(skipMosquitto)(`${BOARDS} boards in one process`, () => {
  let broker: Mosquitto;
  let reader: MqttClient;
  let folder: string;
  /** Of each device, as often as they came. */
  let readings: Map<string, Received[]>;

  const start = async (openFiles?: number): Promise<string> => {
    broker = await startMosquitto([""], GENERAL, {}, openFiles === undefined ? {} : { openFiles });
    return `mqtt://127.0.0.1:${broker.ports[0]}`;
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "espulse-fleet-"));
    readings = new Map();
  });
  afterEach(async () => {
    await reader?.endAsync(true);
    await broker.close();
    rmSync(folder, { recursive: true });
  });

  const read = async (url: string): Promise<void> => {
    reader = await mqtt.connectAsync(url, {
      reconnectPeriod: 50,
      clientId: "reader",
      clean: false,
    });
    reader.on("message", (topic, payload) => {
      const device = topic.split("/")[1]!;
      const reading = JSON.parse(payload.toString()) as Received;
      readings.set(device, [...(readings.get(device) ?? []), reading]);
    });
    await reader.subscribeAsync("espulse/+/telemetry", { qos: 1 });
  };
  const sim = (url: string, ...args: string[]) =>
    spawnEspulse(["sim", "--broker", url, "--count", String(BOARDS), "--json", ...args], {
      cwd: folder,
    });
  const heard = (event: "message" | "connect"): Promise<void> =>
    new Promise((resolve) => reader.once(event, () => resolve()));
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await heard("message");
  };

  it("bring every reading they made, each once", async () => {
    const url = await start();
    await read(url);
    const run = sim(url, "--for", "3");
    expect(await run.ended).toBe(0);
    const { boards, total } = JSON.parse(run.stdout.text) as FleetSummary;
    expect(boards).toHaveLength(BOARDS);
    expect(total).toMatchObject({ boots: BOARDS, dropped: 0 });
    expect(total.acked).toBe(total.made);
    await until(() => [...readings.values()].flat().length >= total.made);
    for (const { device, made } of boards) {
      const own = readings.get(device) ?? [];
      expect(new Set(own.map(({ boot }) => boot)).size).toBe(1);
      expect(own.map(({ seq }) => seq)).toEqual(
        Array.from({ length: made ?? -1 }, (_, i) => i + 1),
      );
    }
    // Counts, not the lines of two hundred consoles.
    expect(run.stderr.lines).toEqual([]);
  });

  it("are all back after the broker was killed, with nothing lost", async () => {
    const url = await start();
    await read(url);
    const run = sim(url);
    await until(() => readings.size === BOARDS);
    // It may be back before `start` has noticed that the broker is.
    const isBack = heard("connect");
    await broker.kill();
    await broker.start();
    await isBack;
    // What the old broker had sent may only now have been read.
    readings.clear();
    await reader.subscribeAsync("espulse/+/telemetry", { qos: 1 });
    const hasBroughtAll = (own: readonly Received[]): boolean => {
      const seqs = new Set(own.map(({ seq }) => seq));
      const last = Math.max(...seqs);
      // Not one that waited: the board is past what it kept meanwhile, and left nothing out.
      const isLive = own.some(({ seq, q }) => seq === last && q === undefined);
      return isLive && last - Math.min(...seqs) + 1 === seqs.size;
    };
    await until(() => readings.size === BOARDS && [...readings.values()].every(hasBroughtAll));
    run.child.kill("SIGINT");
    expect(await run.ended).toBe(0);
    const { boards, total } = JSON.parse(run.stdout.text) as FleetSummary;
    expect(boards).toHaveLength(BOARDS);
    expect(total.dropped).toBe(0);
    // What waits: a board may be told to end before it is past what it kept.
    expect(total.acked + total.waiting).toBe(total.made);
    expect(total.acked).toBeGreaterThan(0);
  });

  it.skipIf(process.platform !== "linux")(
    "do not start where the broker cannot take them, which is told with the way out",
    async () => {
      const url = await start(128);
      const run = sim(url, "--for", "1");
      expect(await run.ended).toBe(2);
      const { message } = JSON.parse(run.stderr.text);
      expect(message).toMatch(/Mosquitto there \(pid \d+\) may have 128 open files/);
      expect(message).toContain(`"ulimit -n ${BOARDS + 32}"`);
    },
  );

  it("that change what they share are told of --isolate, with which they run", async () => {
    const url = await start();
    const entry = join(folder, "own.ts");
    writeFileSync(entry, "const list: any = []; list.__proto__.extra = 1; print(list.extra);\n");
    const shared = sim(url, "--for", "1", "--entry", entry);
    expect(await shared.ended).toBe(2);
    expect(shared.stderr.text).toContain("--isolate");
    const isolated = sim(url, "--for", "1", "--entry", entry, "--isolate", "--count", "5");
    expect(await isolated.ended).toBe(0);
    expect(isolated.stderr.text).not.toContain("Uncaught");
  });
});
