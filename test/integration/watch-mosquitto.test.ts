// `espulse watch` behind a real Mosquitto: nothing lost and nothing doubled on the way to who takes its
// output slowly, stops taking it, or ends it; and how it stands with a broker that is killed.
import { describe, expect, it } from "vitest";
import type { Client } from "../../host/telemetry/client.ts";
import { useClients } from "../doubles/clients.ts";
import { type EspulseProcess, useEspulse } from "../doubles/espulse-process.ts";
import { type Mosquitto, skipMosquitto } from "../doubles/mosquitto.ts";

const BOOT = "7f3a12c4-17";

describe.skipIf(skipMosquitto)("watching mosquitto", () => {
  const { open, mosquitto: start } = useClients();
  const { spawn } = useEspulse();

  const mosquitto = () => start([""], ["allow_anonymous true", "max_queued_messages 0"]);
  const urlOf = (broker: Mosquitto) => `mqtt://127.0.0.1:${broker.ports[0]}`;
  const publisherOf = (broker: Mosquitto) => open({ url: urlOf(broker) });
  function watchProcess(broker: Mosquitto, ...args: string[]): EspulseProcess {
    return spawn(["watch", "--json", "--broker", urlOf(broker), ...args]);
  }
  const readingOf = (seq: number) =>
    Buffer.from(`{"v":1,"boot":"${BOOT}","seq":${seq},"up":${seq},"d":{"temp":${seq % 50}}}`);
  const channels = Array.from({ length: 20 }, (_, i) => `"${"x".repeat(28)}_${i}":${i}`).join(",");
  const largeReadingOf = (seq: number) =>
    Buffer.from(`{"v":1,"boot":"${BOOT}","seq":${seq},"up":${seq},"d":{${channels}}}`);
  async function publishReadings(
    publisher: Client,
    from: number,
    to: number,
    of = readingOf,
  ): Promise<void> {
    const all: Promise<unknown>[] = [];
    for (let seq = from; seq <= to; seq++) {
      all.push(publisher.publish("espulse/a/telemetry", of(seq), { qos: 1 }));
    }
    await Promise.all(all);
  }
  const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

  it("loses nothing and doubles nothing on the way to a taker that is slow", async () => {
    const broker = await mosquitto();
    const publisher = await publisherOf(broker);
    const espulse = watchProcess(broker, "--count", "22000");
    await espulse.stderr.until("connected to");
    espulse.child.stdout.pause();
    // More lines than the pipe and the 16 MiB the reader keeps take together.
    for (let from = 1; from <= 22_000; from += 2000) {
      await publishReadings(publisher, from, from + 1999, largeReadingOf);
    }
    await espulse.stderr.until("nobody takes the output");
    espulse.child.stdout.resume();
    expect(await espulse.ended).toBe(0);
    expect(espulse.stdout.lines.map((line) => JSON.parse(line).seq)).toEqual(upTo(22_000));
    expect(espulse.stderr.text).toContain("received 22000 readings from 1 device, 0 missing");
  });

  it("ends in order when it is interrupted while nobody takes its output", async () => {
    const broker = await mosquitto();
    const publisher = await publisherOf(broker);
    const espulse = watchProcess(broker);
    await espulse.stderr.until("connected to");
    espulse.child.stdout.pause();
    for (let from = 1; from <= 22_000; from += 2000) {
      await publishReadings(publisher, from, from + 1999, largeReadingOf);
    }
    await espulse.stderr.until("nobody takes the output");
    espulse.child.kill("SIGINT");
    await espulse.stderr.until("received");
    espulse.child.stdout.resume();
    expect(await espulse.ended).toBe(0);
    const seqs = espulse.stdout.lines.map((line) => JSON.parse(line).seq);
    expect(seqs).toEqual(upTo(seqs.length));
    expect(espulse.stderr.text).toContain(
      `received ${seqs.length} readings from 1 device, 0 missing`,
    );
  });

  it("ends exactly at --count in the middle of what came at once", async () => {
    const broker = await mosquitto();
    const publisher = await publisherOf(broker);
    const espulse = watchProcess(broker, "--count", "777");
    await espulse.stderr.until("connected to");
    await publishReadings(publisher, 1, 2000);
    expect(await espulse.ended).toBe(0);
    expect(espulse.stdout.lines.map((line) => JSON.parse(line).seq)).toEqual(upTo(777));
    expect(espulse.stderr.text).toContain("received 777 readings");
  });

  it("goes on when the broker was killed in the middle, and tells what it missed", async () => {
    const broker = await mosquitto();
    const publisher = await publisherOf(broker);
    const espulse = watchProcess(broker);
    await espulse.stderr.until("connected to");
    await publishReadings(publisher, 1, 3000);
    await broker.kill();
    await broker.start();
    await espulse.stderr.until("connected again");
    const more = publishReadings(publisher, 3001, 6000);
    await more;
    await espulse.stdout.until('"seq":6000,');
    espulse.child.kill("SIGINT");
    expect(await espulse.ended).toBe(0);
    const seqs = espulse.stdout.lines.map((line) => JSON.parse(line).seq);
    expect(new Set(seqs).size).toBe(seqs.length);
    expect(seqs.slice(-3000)).toEqual(upTo(6000).slice(-3000));
    const missing = 6000 - seqs.length;
    expect(espulse.stderr.text).toContain(`received ${seqs.length} readings from 1 device`);
    expect(espulse.stderr.text).toContain(`, ${missing} missing, 0 duplicates, 0 malformed`);
  });

  it("ends at once and quietly when a pipe is closed in the middle of a stream", async () => {
    const broker = await mosquitto();
    const publisher = await publisherOf(broker);
    const espulse = watchProcess(broker);
    await espulse.stderr.until("connected to");
    espulse.child.stdout.destroy();
    await publishReadings(publisher, 1, 1000);
    expect(await espulse.ended).toBe(0);
    expect(espulse.stderr.text).not.toContain("EPIPE");
  });
});
