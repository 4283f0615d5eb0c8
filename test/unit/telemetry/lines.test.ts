import { describe, expect, it } from "vitest";
import type { Message } from "../../../host/telemetry/message.ts";
import { RawLines } from "../../../host/telemetry/raw-lines.ts";
import { type Lines, Screen } from "../../../host/telemetry/screen.ts";
import { TelemetryLines } from "../../../host/telemetry/telemetry-lines.ts";
import { CapturedOutput } from "../../doubles/captured-output.ts";

const boot = "7f3a12c4-17";
const rx = 1_764_000_000_125;
const message = (topic: string, payload: unknown, change: Partial<Message> = {}): Message => ({
  topic,
  payload:
    payload instanceof Uint8Array
      ? payload
      : Buffer.from(typeof payload === "string" ? payload : JSON.stringify(payload)),
  qos: 1,
  retain: false,
  rx,
  ...change,
});
const reading = (seq: number, rest: object = {}) =>
  message("espulse/a/telemetry", { v: 1, boot, seq, up: seq, d: { temp: 20.5 }, ...rest });

function setUp(
  kind: "telemetry" | "raw",
  json = false,
  env: NodeJS.ProcessEnv = {},
  isTTY = false,
) {
  const data = new CapturedOutput({ isTTY });
  const rest = new CapturedOutput({ isTTY });
  const screen = new Screen(data, rest, env);
  const shown = kind === "raw" ? new RawLines(screen, json) : new TelemetryLines(screen, json);
  const lines: Lines = {
    take(message) {
      const counts = shown.take(message);
      // As the client does when all that came at once is handed over: the lines are written.
      screen.room();
      return counts;
    },
    sumUp: () => shown.sumUp(),
  };
  return { data, rest, lines, screen };
}

describe("readings for a script", () => {
  it("are one JSON object a line, with time in ms and ISO 8601", () => {
    const { data, rest, lines } = setUp("telemetry", true);
    expect(lines.take(reading(1, { t: rx - 25, q: 1, skip: 2 }))).toBe(true);
    expect(data.lines).toHaveLength(1);
    expect(JSON.parse(data.text)).toEqual({
      topic: "espulse/a/telemetry",
      device: "a",
      rx,
      rxIso: "2025-11-24T16:00:00.125Z",
      v: 1,
      boot,
      seq: 1,
      up: 1,
      t: rx - 25,
      tIso: "2025-11-24T16:00:00.100Z",
      skip: 2,
      q: 1,
      d: { temp: 20.5 },
      qos: 1,
      retain: false,
      arrival: "next",
    });
    expect(rest.text).toBe("");
  });

  it("do not count a duplicate, and show it", () => {
    const { data, lines } = setUp("telemetry", true);
    expect([lines.take(reading(1)), lines.take(reading(1))]).toEqual([true, false]);
    expect(data.lines.map((line) => JSON.parse(line).arrival)).toEqual(["next", "duplicate"]);
  });
});

describe("what is wrong", () => {
  it("is told by topic and reason, five a second at most, and never as control characters", () => {
    const { data, rest, lines } = setUp("telemetry");
    for (let i = 0; i < 20; i++)
      lines.take(message("espulse/a/telemetry", "\u001b[2J{", { rx: rx + i }));
    lines.take(reading(1, { v: 7 }));
    expect(rest.lines).toEqual([
      ...Array(5).fill("malformed: espulse/a/telemetry: not JSON: \\x1b[2J{"),
      "unknown version: espulse/a/telemetry: v: this espulse reads 1, got 7",
    ]);
    lines.take({ ...reading(1), rx: rx + 1000 });
    expect(rest.lines.at(-1)).toBe("malformed: and 15 more");
    expect(data.lines).toHaveLength(1);
    lines.sumUp();
    expect(rest.lines.at(-1)).toBe(
      "received 1 reading from 1 device, 0 missing, 0 duplicates, 20 malformed, 1 of an unknown version",
    );
  });

  it("is told once for topics that are no telemetry", () => {
    const { rest, lines } = setUp("telemetry");
    for (const topic of ["test/\u001b[2J", "test/2"])
      expect(lines.take(message(topic, "x"))).toBe(false);
    expect(rest.lines).toEqual([
      "test/\\x1b[2J is no telemetry and is not shown; --raw shows every topic",
    ]);
  });
});

describe("presence and losses", () => {
  it("are told beside the readings", () => {
    const { data, rest, lines } = setUp("telemetry");
    lines.take(message("espulse/a/state", { v: 1, state: "ready", boot, conn: 2 }));
    lines.take(message("espulse/a/dropped", { v: 1, boot, from: 3, to: 5, why: "outbox full" }));
    lines.take(message("espulse/a/dropped", { v: 1, boot, from: 6, to: 6, why: "outbox full" }));
    expect(rest.lines.map((line) => line.slice(14))).toEqual([
      `a is ready (boot ${boot}, connection 2)`,
      `a gave up readings 3 to 5 of boot ${boot}: outbox full`,
      `a gave up reading 6 of boot ${boot}: outbox full`,
    ]);
    expect(data.text).toBe("");
  });
});

describe("the sum", () => {
  it("names what is missing", () => {
    const { rest, lines } = setUp("telemetry");
    for (const seq of [1, 3, 7, 7]) lines.take(reading(seq));
    lines.sumUp();
    expect(rest.lines).toEqual([
      "received 3 readings from 1 device, 4 missing, 1 duplicate, 0 malformed",
      `missing of a, boot ${boot}: 2, 4-6`,
    ]);
  });

  it("names no more than can be read", () => {
    const { rest, lines } = setUp("telemetry");
    for (let seq = 1; seq <= 41; seq += 2) lines.take(reading(seq));
    for (let count = 1; count <= 12; count++) {
      for (const seq of [1, 3]) lines.take(reading(seq, { boot: `00000000-${count}` }));
    }
    lines.sumUp();
    expect(rest.lines[1]).toBe(
      `missing of a, boot ${boot}: 2, 4, 6, 8, 10, 12, 14, 16 and 12 more gaps`,
    );
    expect(rest.lines).toHaveLength(12);
    expect(rest.lines.at(-1)).toBe("and of 3 more boots");
  });
});

describe("raw messages", () => {
  it("are topic and payload", () => {
    const { data, lines } = setUp("raw");
    lines.take(message("test/1", "21.5 °C\n"));
    lines.take(message("test/\u001b]0;x\u0007", "\u001b[2J", { retain: true }));
    lines.take(message("test/3", Uint8Array.from([0xff, 0x00])));
    lines.take(message("test/4", ""));
    expect(data.lines).toEqual([
      "test/1  21.5 °C\\n",
      "test/\\x1b]0;x\\x07  retained  \\x1b[2J",
      "test/3  hex ff 00",
      "test/4  (empty)",
    ]);
  });

  it("are JSON for a script, in Base64 when they are no text", () => {
    const { data, lines, rest } = setUp("raw", true);
    lines.take(message("test/1", "\u009b2J", { qos: 0, retain: true }));
    lines.take(message("test/2", Uint8Array.from([0xff, 0x00])));
    expect(data.text).not.toContain("\u009b");
    const rxIso = "2025-11-24T16:00:00.125Z";
    expect(data.lines.map((line) => JSON.parse(line))).toEqual([
      { topic: "test/1", payload: "\u009b2J", qos: 0, retain: true, rx, rxIso },
      { topic: "test/2", payloadBase64: "/wA=", qos: 1, retain: false, rx, rxIso },
    ]);
    lines.sumUp();
    expect(rest.lines).toEqual(["received 2 messages"]);
  });
});

describe("the screen", () => {
  it("has colours on a terminal, and none with NO_COLOR or in a pipe", () => {
    const coloured = (env: NodeJS.ProcessEnv, isTTY: boolean) => {
      const { data, lines } = setUp("raw", false, env, isTTY);
      lines.take(message("a", "b"));
      return data.text.includes("\u001b");
    };
    expect(coloured({}, true)).toBe(true);
    expect(coloured({}, false)).toBe(false);
    expect(coloured({ NO_COLOR: "1" }, true)).toBe(false);
    expect(coloured({ TERM: "dumb" }, true)).toBe(false);
    expect(coloured({ FORCE_COLOR: "1" }, false)).toBe(true);
  });

  it("writes the lines that come at once together, and before the notice after them", () => {
    const { data, rest, screen } = setUp("raw");
    const writes: string[] = [];
    data.write = (chunk) => writes.push(`data ${chunk}`) > 0;
    rest.write = (chunk) => writes.push(`rest ${chunk}`) > 0;
    screen.line("1");
    screen.line("2");
    expect(writes).toEqual([]);
    screen.notice("noticed");
    expect(writes).toEqual(["data 1\n2\n", "rest noticed\n"]);
  });

  it("writes them by itself once the turn is over", async () => {
    const { data, screen } = setUp("raw");
    screen.line("1 \u00b0C");
    screen.line("2");
    await new Promise<void>((resolve) => process.nextTick(resolve));
    expect(data.lines).toEqual(["1 \u00b0C", "2"]);
  });

  it("has no room while a taker takes nothing, says so once, and gives nothing up", async () => {
    const { data, rest, screen } = setUp("raw");
    screen.line("1");
    expect(screen.room()).toBeUndefined();
    for (const line of ["2", "3"]) {
      data.writableLength = 17 * 1024 * 1024;
      screen.line(line);
      const room = screen.room();
      expect(room).toBeDefined();
      data.take();
      await room;
      expect(screen.room()).toBeUndefined();
    }
    expect(data.lines).toEqual(["1", "2", "3"]);
    expect(rest.lines).toEqual([
      "nobody takes the output, so nothing more is read; the broker may give up what it cannot keep",
    ]);
  });
});
