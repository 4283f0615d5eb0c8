// `espulse record` behind a real Mosquitto: what happens to readings when the recorder or the broker is
// killed, is away, or refuses; and who else may read meanwhile.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Client } from "../../host/telemetry/client.ts";
import { useClients } from "../doubles/clients.ts";
import { type EspulseProcess, useEspulse } from "../doubles/espulse-process.ts";
import { type Mosquitto, skipMosquitto } from "../doubles/mosquitto.ts";
import { until } from "../doubles/until.ts";

const BOOT = "7f3a12c4-17";
/** What mosquitto/mosquitto.conf sets for a recorder that is away. */
const DOCUMENTED = ["allow_anonymous true", "max_queued_messages 100000"];

describe.skipIf(skipMosquitto)("recording from mosquitto", () => {
  const { open, mosquitto: start } = useClients();
  const { spawn, folder } = useEspulse();

  const mosquitto = (general = DOCUMENTED) => start([""], general);
  const urlOf = (broker: Mosquitto) => `mqtt://127.0.0.1:${broker.ports[0]}`;
  const record = (broker: Mosquitto, ...args: string[]) =>
    spawn(["record", "--to", "r", "--broker", urlOf(broker), ...args]);
  const publisherOf = (broker: Mosquitto) => open({ url: urlOf(broker) });
  const readingOf = (seq: number) =>
    Buffer.from(
      `{"v":1,"boot":"${BOOT}","seq":${seq},"up":${1000 * seq},"d":{"temp":${seq % 50}}}`,
    );

  async function publish(publisher: Client, from: number, to: number): Promise<void> {
    const all: Promise<unknown>[] = [];
    for (let seq = from; seq <= to; seq++) {
      all.push(publisher.publish("espulse/a/telemetry", readingOf(seq), { qos: 1 }));
    }
    await Promise.all(all);
  }

  async function ended(espulse: EspulseProcess) {
    const status = await espulse.ended;
    return { status, stdout: espulse.stdout.text, stderr: espulse.stderr.text };
  }

  async function rows(sql: string): Promise<Record<string, unknown>[]> {
    const { status, stdout, stderr } = await ended(spawn(["query", sql, "--json", "--in", "r"]));
    expect(stderr).toBe("");
    expect(status).toBe(0);
    return stdout
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  }

  const WHOLE = "SELECT count(*) AS stored, count(DISTINCT seq) AS different FROM raw_readings";
  async function untilStored(count: number): Promise<void> {
    for (let tries = 0; tries < 400; tries++) {
      const [{ stored = 0 } = {}] = await rows(WHOLE);
      if (Number(stored) >= count) return;
      await pause(50);
    }
    throw new Error(`${count} were never stored`);
  }

  it("stores each reading once though it is killed in the midst of batches, five times", async () => {
    const broker = await mosquitto();
    const publisher = await publisherOf(broker);
    let espulse = record(broker);
    await espulse.stderr.until("connected to");
    for (let round = 0; round < 5; round++) {
      const sent = publish(publisher, 2000 * round + 1, 2000 * (round + 1));
      await pause(30 + 60 * round);
      espulse.child.kill("SIGKILL");
      await espulse.ended;
      await sent;
      espulse = record(broker);
      await espulse.stderr.until("connected to");
    }
    await untilStored(10_000);
    expect(await rows(WHOLE)).toEqual([{ stored: 10_000, different: 10_000 }]);
    expect(espulse.stderr.text).not.toContain("session");
    espulse.child.kill("SIGINT");
    const { status, stderr } = await ended(espulse);
    expect(status).toBe(0);
    expect(stderr).toMatch(/^stored [\d,]+ readings?, /m);
    expect((await ended(spawn(["verify", "--in", "r"]))).status).toBe(0);
    expect(existsSync(join(folder.cwd, "r", "recorder.sock"))).toBe(false);
  });

  it("tells of a broker that was killed, and of the session it lost, and records on", async () => {
    const broker = await mosquitto();
    const espulse = record(broker);
    await espulse.stderr.until("connected to");
    await publish(await publisherOf(broker), 1, 100);
    await untilStored(100);
    await broker.kill();
    await espulse.stderr.until("the broker closed the connection");
    await broker.start();
    await espulse.stderr.until("has lost this recorder's session");
    await publish(await publisherOf(broker), 101, 200);
    await untilStored(200);
    const [{ stored }] = (await rows(WHOLE)) as [{ stored: number }];
    expect(stored).toBe(200);
  });

  it("tells boards how far they are stored, and tells them again after a connection", async () => {
    const broker = await mosquitto();
    const watcher: string[] = [];
    await open(
      { url: urlOf(broker) },
      {
        subscriptions: [{ filter: "espulse/+/stored" }],
        onMessage: ({ payload }) => watcher.push(Buffer.from(payload).toString()),
      },
    );
    const publisher = await publisherOf(broker);
    const espulse = record(broker);
    await espulse.stderr.until("connected to");
    await publish(publisher, 1, 50);
    await publish(publisher, 52, 60);
    const mark = (seq: number) => `{"v":1,"boot":"${BOOT}","seq":${seq}}`;
    await until(
      () => watcher.at(-1) === mark(50),
      () => String(watcher.at(-1)),
    );
    const dropped = { v: 1, boot: BOOT, from: 51, to: 51, why: "full" };
    await publisher.publish("espulse/a/dropped", Buffer.from(JSON.stringify(dropped)), { qos: 1 });
    await until(
      () => watcher.at(-1) === mark(60),
      () => String(watcher.at(-1)),
    );
    const before = watcher.length;
    // What a board sends again has not heard that it is stored.
    await publish(publisher, 10, 10);
    await until(() => watcher.length > before);
    expect(watcher.at(-1)).toBe(mark(60));
    espulse.child.kill("SIGKILL");
    await espulse.ended;
    const killed = watcher.length;
    await record(broker).stderr.until("connected to");
    await until(() => watcher.length > killed);
    expect(watcher.at(-1)).toBe(mark(60));
  });

  it("keeps all of a queue as documented, and verify names what a default one has lost", async () => {
    for (const [general, isWhole] of [
      [DOCUMENTED, true],
      // The default of Mosquitto: max_queued_messages 1000.
      [["allow_anonymous true"], false],
    ] as const) {
      const broker = await mosquitto([...general]);
      const name = isWhole ? "whole" : "default";
      const args = ["record", "--to", name, "--broker", urlOf(broker)];
      const first = spawn(args);
      await first.stderr.until("connected to");
      const publisher = await publisherOf(broker);
      await publish(publisher, 1, 10);
      first.child.kill("SIGINT");
      await first.ended;
      await publish(publisher, 11, 3000);
      const second = spawn([...args, "--timeout", "5"]);
      await second.stderr.until("connected to");
      await pause(1000);
      await publish(publisher, 3001, 3010);
      expect(await second.ended).toBe(0);
      const { status, stdout, stderr } = await ended(spawn(["verify", "--in", name]));
      expect(status).toBe(isWhole ? 0 : 7);
      if (isWhole) {
        expect(stdout).toContain(
          "3,010 readings made, 3,010 stored, 0 declared dropped, 0 missing",
        );
      } else {
        expect(stdout).toMatch(/^missing of a, boot 7f3a12c4-17: 1\d\d\d-3000$/m);
        expect(stderr).toMatch(/expected all of 3,010 readings .*, found [\d,]+ readings missing/);
      }
    }
  });

  it("answers others while it records, and refuses a second recorder of the folder", async () => {
    const broker = await mosquitto();
    const espulse = record(broker);
    await espulse.stderr.until("connected to");
    const publisher = await publisherOf(broker);
    const meta = {
      ...{ v: 1, board: "esp32-devkitc", serial: "x", runtime: "2v25", boot: BOOT, reset: "none" },
      ...{ sha256: "0".repeat(64), interval: 1000, channels: [{ n: "temp", u: "Cel" }] },
    };
    await publisher.publish("espulse/a/meta", Buffer.from(JSON.stringify(meta)), { qos: 1 });
    let isOver = false;
    const stream = (async () => {
      let seq = 0;
      for (; !isOver; await pause(20)) {
        await publish(publisher, seq + 1, seq + 50);
        seq += 50;
      }
      return seq;
    })();
    await untilStored(500);

    const second = await ended(record(broker));
    expect(second.status).toBe(2);
    expect(second.stderr).toContain(`the process ${espulse.child.pid} has it open`);

    const refused = await ended(spawn(["query", "DELETE FROM recent", "--in", "r"]));
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain("a recording is only read here");
    const wrong = await ended(spawn(["query", "SELECT nothing FROM readings", "--in", "r"]));
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toContain('"nothing" not found');

    const csv = await ended(spawn(["export", "--in", "r"]));
    expect(csv.stdout.split("\n")[0]).toBe(
      "device,boot,seq,time,timeSource,timeErrorMs,up,t,skip,q,rx,temp",
    );
    const senml = JSON.parse(
      (await ended(spawn(["export", "--format", "senml", "--in", "r"]))).stdout,
    );
    expect(senml.length).toBeGreaterThan(400);
    expect(senml[0]).toMatchObject({ n: "a/temp", u: "Cel", v: 1 });
    const parquet = ["export", "--format", "parquet", "--out", "r.parquet", "--in", "r"];
    expect((await ended(spawn(parquet))).status).toBe(0);
    const [{ n }] = (await rows("SELECT count(*) AS n FROM 'r.parquet'")) as [{ n: number }];
    expect(n).toBeGreaterThan(400);

    const live = await ended(spawn(["verify", "--live", "--for", "1", "--json", "--in", "r"]));
    expect(live.status).toBe(0);
    expect(JSON.parse(live.stdout)).toMatchObject({ missing: 0, boots: [{ device: "a" }] });

    isOver = true;
    const sent = await stream;
    await untilStored(sent);
    expect(await rows(WHOLE)).toEqual([{ stored: sent, different: sent }]);
    espulse.child.kill("SIGINT");
    expect(await espulse.ended).toBe(0);
    const { status, stderr } = await ended(spawn(["verify", "--live", "--for", "1", "--in", "r"]));
    expect(status).toBe(2);
    expect(stderr).toContain("no recorder runs on this folder");
  });

  it("ends with --count, and with what it was refused or could not reach", async () => {
    const broker = await mosquitto();
    const counted = record(broker, "--count", "20", "--json");
    await counted.stderr.until("connected to");
    await publish(await publisherOf(broker), 1, 25);
    expect(await counted.ended).toBe(0);
    expect(JSON.parse(counted.stdout.text)).toMatchObject({ devices: 1, duplicate: 0 });

    expect((await ended(record(broker, "--timeout", "1", "--count", "9"))).status).toBe(27);
    await broker.kill();
    const unreachable = await ended(record(broker));
    expect(unreachable.status).toBe(6);
    expect(unreachable.stderr).toContain("nothing listens there");

    const closed = await start([""], ["allow_anonymous false"]);
    const refused = await ended(record(closed));
    expect(refused.status).toBe(5);
    expect(refused.stderr).toContain("not authorized");
  });
});
