// `espulse watch` against a real broker: what is shown and what is counted.
import { describe, expect, it } from "vitest";
import { useClients } from "../doubles/clients.ts";
import { BOOT, ToldBoard } from "../doubles/told-board.ts";
import { useWatching } from "../doubles/watching.ts";

const { aedes } = useClients();
const { run } = useWatching();

describe("watching every device", () => {
  it("shows each reading with its units, says who is there, and sums up", async () => {
    const broker = await aedes();
    const board = new ToldBoard(broker);
    await board.birth();
    const { stdout, stderr, ended, connected } = run(broker, { count: 3 });
    await connected;
    await stderr.until("is ready");
    await board.read(3);
    await ended;
    expect(stdout.lines.map((line) => line.slice(12))).toEqual([
      "  esp32-a1b2c3  #1    temp 21.5 °C  rssi -61 dBm",
      "  esp32-a1b2c3  #2    temp 21.5 °C  rssi -61 dBm",
      "  esp32-a1b2c3  #3    temp 21.5 °C  rssi -61 dBm",
    ]);
    expect(stderr.lines[0]).toBe(`connected to ${broker.url} (MQTT 3.1.1)`);
    expect(stderr.text).toContain(`esp32-a1b2c3 is ready (boot ${BOOT}, connection 1)`);
    expect(stderr.lines.at(-1)).toBe(
      "received 3 readings from 1 device, 0 missing, 0 duplicates, 0 malformed",
    );
  });

  it("goes on after a loss of the connection, and tells what it missed meanwhile", async () => {
    const broker = await aedes();
    const board = new ToldBoard(broker);
    const { stdout, stderr, ended, connected } = run(broker, { count: 4 });
    await connected;
    await board.read(2);
    await stdout.until("#2");
    broker.dropConnections();
    await board.read(3);
    await stderr.until("connected again");
    await board.read(2);
    await ended;
    expect(stderr.text).toMatch(
      /lost .*: the broker closed the connection; next attempt in [01]\.\d s/,
    );
    expect(stderr.text).toContain("received 4 readings from 1 device, 3 missing");
    expect(stderr.lines.at(-1)).toBe(`missing of esp32-a1b2c3, boot ${BOOT}: 3-5`);
  });

  it("shows exactly as many as asked for, whatever comes after", async () => {
    const broker = await aedes();
    const { stdout, ended, connected } = run(broker, { count: 5, json: true });
    await connected;
    await new ToldBoard(broker).read(20);
    await ended;
    expect(stdout.lines.map((line) => JSON.parse(line).seq)).toEqual([1, 2, 3, 4, 5]);
  });

  it("survives whatever is published there", async () => {
    const broker = await aedes();
    const { stdout, stderr, ended, connected } = run(broker, { count: 1 });
    await connected;
    const everything = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const payloads = [
      "",
      "{",
      "null",
      "[]",
      "\u001b[2J",
      everything,
      "x".repeat(100_000),
      "[".repeat(50_000),
    ];
    for (const kind of ["telemetry", "meta", "state", "dropped"]) {
      for (const payload of payloads) await broker.publish(`espulse/a/${kind}`, payload);
    }
    await new ToldBoard(broker, "b").read();
    await ended;
    expect(stdout.lines).toHaveLength(1);
    expect(stderr.text).not.toContain("\u001b");
    expect(stderr.text).toContain("malformed: espulse/a/telemetry: the payload is empty");
    // An empty meta or state clears it, and is no fault.
    expect(stderr.lines.at(-1)).toContain("30 malformed");
  });

  it.each([0, 1, 2] as const)("works with QoS %d", async (qos) => {
    const broker = await aedes();
    const { stdout, ended, connected } = run(broker, { count: 2, qos });
    await connected;
    await new ToldBoard(broker).read(2);
    await ended;
    expect(stdout.lines).toHaveLength(2);
  });
});

describe("filters", () => {
  it("choose the devices, and their units come with them", async () => {
    const broker = await aedes();
    const [one, other] = [new ToldBoard(broker, "one"), new ToldBoard(broker, "other")];
    for (const board of [one, other]) await board.birth();
    const { stdout, stderr, ended, connected } = run(broker, {
      filters: ["espulse/one/telemetry"],
      count: 2,
    });
    await connected;
    await stderr.until("one is ready");
    await other.read(5);
    await one.read(2);
    await ended;
    expect(stdout.text.match(/ one {2}/g)).toHaveLength(2);
    expect(stdout.text).toContain("°C");
    expect(stderr.text).not.toContain("other");
  });

  it("of another prefix and of everything work", async () => {
    const broker = await aedes();
    const { stdout, ended, connected } = run(broker, { prefix: "home/cellar", count: 1 });
    await connected;
    await new ToldBoard(broker).read();
    const reading = { v: 1, boot: BOOT, seq: 9, up: 1, d: {} };
    await broker.publish("home/cellar/x/telemetry", reading);
    await ended;
    expect(stdout.text).toContain("#9");
    const all = run(broker, { filters: ["#"], count: 1 });
    await all.connected;
    await broker.publish("some/where", "x");
    await broker.publish("home/cellar/x/telemetry", { ...reading, seq: 10 });
    await all.ended;
    expect(all.stdout.text).toContain("#10");
    expect(all.stderr.text).toContain("some/where is no telemetry");
    expect(all.stderr.text).toContain("0 duplicates");
  });

  it("that are shared are told to mean nothing in MQTT 3.1.1", async () => {
    const broker = await aedes();
    const { stderr, ended, connected } = run(broker, {
      filters: ["$share/g/espulse/+/telemetry"],
      count: 1,
    });
    await connected;
    await broker.publish("$share/g/espulse/a/telemetry", {
      v: 1,
      boot: BOOT,
      seq: 1,
      up: 1,
      d: {},
    });
    await ended;
    expect(stderr.text).toContain("MQTT 3.1.1 has no shared subscriptions");
  });

  it("--raw show any topic as it is", async () => {
    const broker = await aedes();
    await broker.publish("test/0", "kept", { retain: true });
    const { stdout, stderr, ended, connected } = run(broker, {
      filters: ["test/+"],
      raw: true,
      count: 3,
    });
    await connected;
    await broker.publish("test/1", "2026-01-02T03:04:05.006Z");
    await broker.publish("test/2", Buffer.from([0xff]));
    await ended;
    expect(stdout.lines).toEqual([
      "test/0  retained  kept",
      "test/1  2026-01-02T03:04:05.006Z",
      "test/2  hex ff",
    ]);
    expect(stderr.lines.at(-1)).toBe("received 3 messages");
  });
});
