// A recorder in this process behind a real Mosquitto, with its clock sped up: a broker that hangs, and a
// disk that is full; ten minutes of that are in test/unit/recording/session.test.ts.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Clock } from "../../host/clock.ts";
import { Recorder } from "../../host/recording/recorder.ts";
import type { SessionEvent } from "../../host/recording/session-events.ts";
import type { Client } from "../../host/telemetry/client.ts";
import { useClients } from "../doubles/clients.ts";
import { type Mosquitto, skipMosquitto } from "../doubles/mosquitto.ts";
import { until } from "../doubles/until.ts";

const MB = 2 ** 20;
/** Of the recorder's clock: its deadlines are still long enough for a busy machine. */
const SPEED = 10;
const FULL_MS = 120_000;
const BOOT = "7f3a12c4-17";
const canMount = process.platform === "linux" && process.getuid?.() === 0;

const fast: Clock = {
  now: () => performance.now() * SPEED,
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs / SPEED);
    return () => clearTimeout(timer);
  },
};

describe.skipIf(skipMosquitto)("a recorder", () => {
  const { open, mosquitto: start } = useClients();
  let folder: string;
  let recorder: Recorder | undefined;
  let events: SessionEvent[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "espulse-record-"));
    events = [];
  });
  afterEach(async () => {
    await recorder?.close();
    recorder = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  const kinds = () => events.map(({ kind }) => kind);
  const urlOf = (broker: Mosquitto) => `mqtt://127.0.0.1:${broker.ports[0]}`;

  async function record(url: string, to = folder): Promise<Recorder> {
    recorder = await Recorder.open({
      folder: to,
      broker: { url },
      prefix: "espulse",
      clock: fast,
      retries: 1000,
      onEvent: (event) => events.push(event),
    });
    await recorder.start();
    return recorder;
  }

  async function publish(publisher: Client, from: number, to: number): Promise<void> {
    const all: Promise<unknown>[] = [];
    for (let seq = from; seq <= to; seq++) {
      const text = `{"v":1,"boot":"${BOOT}","seq":${seq},"up":${seq},"d":{"temp":${seq / 7}}}`;
      all.push(publisher.publish("espulse/a/telemetry", Buffer.from(text), { qos: 1 }));
    }
    await Promise.all(all);
  }

  it("leaves a broker that hangs, and comes back to it", async () => {
    const broker = await start([""], ["allow_anonymous true"]);
    await record(urlOf(broker));
    broker.signal("SIGSTOP");
    await until(() => kinds().includes("lost"));
    expect(events[1]).toMatchObject({ kind: "lost", reason: "no answer to a ping" });
    broker.signal("SIGCONT");
    await until(() => kinds().at(-1) === "connected");
    expect(kinds()).not.toContain("session lost");
  });

  it.skipIf(!canMount)("waits two minutes for a full disk without losing anything", async () => {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${16 * MB}`, "tmpfs", folder]);
    try {
      const broker = await start([""], ["allow_anonymous true", "max_queued_messages 0"]);
      const { totals } = await record(urlOf(broker), join(folder, "to"));
      const publisher = await open({ url: urlOf(broker) });
      writeFileSync(join(folder, "filler"), Buffer.alloc(11 * MB));
      let seq = 0;
      for (; !kinds().includes("not stored"); seq += 1000)
        await publish(publisher, seq + 1, seq + 1000);
      const stored = totals.stored;
      const begin = fast.now();
      for (; fast.now() - begin < FULL_MS; seq += 10) await publish(publisher, seq + 1, seq + 10);
      expect(kinds()).toEqual(["connected", "not stored"]);
      expect(totals.stored).toBe(stored);
      writeFileSync(join(folder, "filler"), "");
      await until(() => totals.stored + totals.duplicate >= seq);
      expect(kinds()).toEqual(["connected", "not stored", "stored again"]);
      expect(totals).toMatchObject({ conflicting: 0, quarantined: 0 });
      const connection = await recorder!.store.connect();
      const read = await connection.runAndReadAll(
        "SELECT count(*), count(DISTINCT seq), max(seq) FROM raw_readings",
      );
      connection.closeSync();
      expect(read.getRows()[0]!.map(Number)).toEqual([seq, seq, seq]);
    } finally {
      await recorder?.close();
      recorder = undefined;
      execFileSync("umount", [folder]);
    }
  });
});
