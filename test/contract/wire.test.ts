// Firmware and host held to one wire: what the firmware publishes, read by the host's own decoders
// and compared field by field with firmware/contract/.
import { afterEach, describe, expect, it } from "vitest";
import type { Meta } from "../../firmware/contract/meta.ts";
import type { Reading } from "../../firmware/contract/telemetry.ts";
import { DEFAULT_PREFIX, DEVICE_ID_PATTERN } from "../../firmware/contract/topics.ts";
import {
  decodeDropped,
  decodeMeta,
  decodeReading,
  decodeState,
} from "../../host/telemetry/decode.ts";
import { PresenceBoard } from "../../host/telemetry/presence.ts";
import { SETTINGS } from "../doubles/firmware-globals.ts";
import { BoardBench } from "../unit/firmware/board-bench.ts";
import { DROPPED, META, parsed, READING, STATE } from "./fields.ts";

let board: BoardBench;
afterEach(() => board.close());

const bytesOf = (payload: string) => Buffer.from(payload, "latin1");

/** A board that has seen a good time, an outage, and a good time again, with everything on. */
async function eventfulBoard(): Promise<void> {
  board = await BoardBench.boot({
    settings: {
      sntp: { host: "time.test", port: 123 },
      pins: [
        { name: "light", pin: "D34", kind: "analog" },
        { name: "door", pin: "D4", kind: "digital" },
      ],
    },
  });
  board.interpreter.pins.set("D34", 0.123456).set("D4", 1);
  board.pass(4000);
  board.interpreter.temperature = NaN;
  board.loop.block(3000);
  board.broker.isListening = false;
  board.interpreter.link.drop();
  board.pass(70_000);
  const { freeVars } = board.interpreter;
  board.interpreter.freeVars = 100;
  board.pass(3000);
  board.interpreter.freeVars = freeVars;
  board.broker.isListening = true;
  board.pass(70_000);
}

describe("telemetry", () => {
  it("each reading is what the contract says, and the host reads the very same", async () => {
    await eventfulBoard();
    const published = board.broker.of("telemetry");
    expect(published.length).toBeGreaterThan(50);
    for (const { topic, payload, qos, isRetained } of published) {
      expect({ topic, qos, isRetained }).toEqual({
        topic: `${DEFAULT_PREFIX}/${SETTINGS.device}/telemetry`,
        qos: 1,
        isRetained: false,
      });
      const reading = parsed(payload, READING);
      expect(decodeReading(topic, bytesOf(payload))).toEqual({
        ok: true,
        device: SETTINGS.device,
        reading,
      });
    }
    // What the run was made for: each optional field and a value that is null were there.
    const readings = published.map(({ payload }) => JSON.parse(payload) as Reading);
    expect(readings.some(({ q }) => q === 1)).toBe(true);
    expect(readings.some(({ skip }) => skip !== undefined)).toBe(true);
    expect(readings.some(({ d }) => d.temp === null)).toBe(true);
  });

  it("t too", async () => {
    board = await BoardBench.boot({ settings: { sntp: { host: "time.test", port: 123 } } });
    board.pass(1000);
    const [socket] = board.interpreter.datagrams.sockets;
    const reply = Buffer.alloc(48);
    reply[0] = 0x24;
    reply[1] = 1;
    reply.write(socket!.sent[0]!.bytes.slice(40), 24, "latin1");
    reply.writeUInt32BE(2_208_988_800 + 1_764_000_000, 40);
    socket!.deliver(reply.toString("latin1"));
    board.pass(1000);
    const { topic, payload } = board.broker.of("telemetry").at(-1)!;
    const reading = parsed(payload, READING);
    expect(reading.t).toBeGreaterThan(1_764_000_000_000);
    expect(decodeReading(topic, bytesOf(payload))).toMatchObject({ ok: true, reading });
  });
});

describe("dropped", () => {
  it("is what the contract says, and the host reads the very same", async () => {
    await eventfulBoard();
    const published = board.broker.of("dropped");
    expect(published.length).toBeGreaterThan(0);
    for (const { topic, payload, qos, isRetained } of published) {
      expect({ qos, isRetained }).toEqual({ qos: 1, isRetained: false });
      const dropped = parsed(payload, DROPPED);
      expect(decodeDropped(topic, bytesOf(payload))).toEqual({
        ok: true,
        device: SETTINGS.device,
        dropped,
      });
    }
  });
});

describe("state", () => {
  it("is what the contract says in each of its words, the will included", async () => {
    await eventfulBoard();
    board.interpreter.stop();
    const wills = board.broker.others.flatMap((packet) =>
      packet.cmd === "connect" && packet.will
        ? [
            {
              topic: packet.will.topic,
              payload: String(packet.will.payload),
              qos: packet.will.qos,
              isRetained: packet.will.retain,
            },
          ]
        : [],
    );
    const published = [...board.broker.of("state"), ...wills];
    for (const { topic, payload, qos, isRetained } of published) {
      expect({ qos, isRetained }).toEqual({ qos: 1, isRetained: true });
      const state = parsed(payload, STATE);
      expect(decodeState(topic, bytesOf(payload))).toEqual({
        ok: true,
        device: SETTINGS.device,
        state,
      });
    }
    const words = new Set(published.map(({ payload }) => JSON.parse(payload).state));
    expect(words).toEqual(new Set(["ready", "disconnected", "lost"]));
  });

  it("of a later boot, or a later login, is never stale to the host", async () => {
    const presence = new PresenceBoard();
    await eventfulBoard();
    const { storage } = board.interpreter;
    const seen = board.broker.of("state");
    board.interpreter.stop();
    board.close();
    board = await BoardBench.boot({ storage });
    board.pass(3000);
    for (const { topic, payload } of [...seen, ...board.broker.of("state")]) {
      const decoded = decodeState(topic, bytesOf(payload));
      if (!decoded.ok) throw new Error(decoded.why);
      expect(presence.note(decoded.device, decoded.state)).not.toBe("stale");
    }
    expect(presence.stateOf(SETTINGS.device)).toMatchObject({ boot: "7f3a12c4-2", conn: 1 });
  });
});

describe("meta", () => {
  it("is what the contract says, and its units fit the readings' channels", async () => {
    await eventfulBoard();
    const { storage } = board.interpreter;
    board.interpreter.restore();
    board = await BoardBench.boot({ storage });
    board.pass(3000);
    const published = board.broker.of("meta");
    expect(JSON.parse(published[0]!.payload)).toHaveProperty("before");
    for (const { topic, payload, qos, isRetained } of published) {
      expect({ qos, isRetained }).toEqual({ qos: 1, isRetained: true });
      const { channels, v, ...told } = parsed(payload, META) as unknown as Meta;
      expect(v).toBe(1);
      expect(told.sha256).toMatch(/^[0-9a-f]{64}$/);
      const decoded = decodeMeta(topic, bytesOf(payload));
      if (!decoded.ok) throw new Error(decoded.why);
      const { units, ...read } = decoded.meta;
      expect(read).toEqual(told);
      expect([...units]).toEqual(channels.map(({ n, u }) => [n, u]));
      for (const { d } of board.readings) expect(Object.keys(d)).toEqual([...units.keys()]);
    }
  });
});

describe("topics", () => {
  it("of every message stand under the prefix and the device, with a known last level", async () => {
    await eventfulBoard();
    board.command("ping", '{"id":"abc"}');
    expect(SETTINGS.device).toMatch(DEVICE_ID_PATTERN);
    const kinds = new Set(
      board.broker.published.map(({ topic }) => {
        expect(topic.startsWith(`${DEFAULT_PREFIX}/${SETTINGS.device}/`)).toBe(true);
        return topic.split("/").slice(2).join("/");
      }),
    );
    expect(kinds).toEqual(new Set(["telemetry", "dropped", "state", "meta", "log", "reply/abc"]));
  });

  it("log lines are JSON with level, text and up, at QoS 0", async () => {
    await eventfulBoard();
    const logs = board.broker.of("log");
    expect(logs.length).toBeGreaterThan(0);
    for (const { payload, qos, isRetained } of logs) {
      expect({ qos, isRetained }).toEqual({ qos: 0, isRetained: false });
      expect(JSON.parse(payload)).toEqual({
        v: 1,
        level: "info",
        text: expect.any(String),
        up: expect.any(Number),
      });
    }
  });

  it("carry a prefix of several levels", async () => {
    board = await BoardBench.boot({ settings: { prefix: "site/attic" } });
    board.pass(1000);
    const { topic, payload } = board.broker.of("telemetry")[0]!;
    expect(topic).toBe("site/attic/esp32-a1b2c3/telemetry");
    expect(decodeReading(topic, bytesOf(payload))).toMatchObject({ ok: true });
  });
});

describe("the payloads the firmware puts together by hand", () => {
  it.each([
    ["reading", "telemetry"],
    ["loss", "dropped"],
    ["state", "state"],
    ["birth", "meta"],
  ])("a %s is JSON without a blank, as JSON.stringify writes it", async (_name, kind) => {
    await eventfulBoard();
    for (const { payload } of board.broker.of(kind)) {
      expect(JSON.stringify(JSON.parse(payload))).toBe(payload);
    }
  });
});
