// `espulse pub` against a real broker: what arrives, when, and what is said of what does not.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BrokerError } from "../../host/errors.ts";
import { type PublishOptions, publish } from "../../host/telemetry/publish.ts";
import { Screen } from "../../host/telemetry/screen.ts";
import { startAnsweringBroker } from "../doubles/answering-broker.ts";
import { CapturedOutput } from "../doubles/captured-output.ts";
import { type EspulseProcess, spawnEspulse } from "../doubles/espulse-process.ts";
import { NOBODY } from "../doubles/ports.ts";
import {
  type ReaderBroker,
  type ReaderBrokerOptions,
  startReaderBroker,
} from "../doubles/reader-broker.ts";

interface Arrived {
  readonly topic: string;
  readonly payload: Buffer;
  readonly qos: number;
  readonly retain: boolean;
}

let opened: { close(): Promise<void> }[];
let processes: EspulseProcess[];
let arrived: Arrived[];
let interrupt: AbortController;
let cwd: string;
beforeEach(() => {
  opened = [];
  processes = [];
  arrived = [];
  interrupt = new AbortController();
  cwd = mkdtempSync(join(tmpdir(), "espulse-pub-"));
});
afterEach(async () => {
  interrupt.abort();
  for (const { child } of processes) child.kill("SIGKILL");
  for (const each of opened) await each.close();
  rmSync(cwd, { recursive: true });
});

async function start(options: ReaderBrokerOptions = {}): Promise<ReaderBroker> {
  const broker = await startReaderBroker(options);
  opened.push(broker);
  broker.aedes.on("publish", ({ topic, payload, qos, retain }, client) => {
    if (client) arrived.push({ topic, payload: Buffer.from(payload), qos, retain });
  });
  return broker;
}

function run(broker: { url: string }, change: Partial<PublishOptions> = {}) {
  const stderr = new CapturedOutput();
  const stdout = new CapturedOutput();
  const ended = publish({
    broker: { url: broker.url },
    topic: "test/{i}",
    message: "hello",
    qos: 1,
    retain: false,
    screen: new Screen(stdout, stderr, {}),
    interrupted: interrupt.signal,
    ...change,
  });
  ended.catch(() => {});
  return { stdout, stderr, ended };
}

function spawnPub(args: string[], input?: string): EspulseProcess {
  const espulse = spawnEspulse(["pub", ...args], {
    cwd,
    ...(input === undefined ? {} : { input }),
  });
  processes.push(espulse);
  return espulse;
}

describe("one message", () => {
  it.each([0, 1, 2] as const)("arrives with QoS %d, retained when asked", async (qos) => {
    const broker = await start();
    const { stdout, stderr, ended } = run(broker, { qos, retain: true });
    await ended;
    expect(arrived).toMatchObject([{ topic: "test/1", qos, retain: true }]);
    expect(arrived[0]?.payload.toString()).toBe("hello");
    const answer = qos === 0 ? "taken" : "acknowledged";
    expect(stderr.lines).toEqual([
      expect.stringMatching(new RegExp(`^test/1 {2}5 bytes, QoS ${qos}, ${answer} in \\d+ ms$`)),
    ]);
    expect(stdout.text).toBe("");
  });

  it("of bytes arrives byte for byte, without placeholders", async () => {
    const broker = await start();
    const message = Buffer.from([0xff, 0x00, ...Buffer.from("{i}\n")]);
    await run(broker, { message }).ended;
    expect(arrived[0]?.payload).toEqual(message);
  });

  it.each([0, 1] as const)("that the broker refuses by closing is refused, QoS %d", async (qos) => {
    const broker = await start({ refusedTopic: "secret" });
    const { ended } = run(broker, { topic: "secret", qos });
    await expect(ended).rejects.toBeInstanceOf(BrokerError);
    await expect(ended).rejects.toMatchObject({ code: "refused" });
    await expect(ended).rejects.toThrowError(
      /upon a message to secret; brokers of MQTT 3\.1\.1 do so/,
    );
  });

  it("that nobody subscribes to says so, where the broker tells", async () => {
    const broker = await startAnsweringBroker({
      publish: ({ messageId = 0 }, peer) => peer.send({ cmd: "puback", messageId, reasonCode: 16 }),
    });
    opened.push(broker);
    const { stderr, ended } = run(broker);
    await ended;
    expect(stderr.text).toMatch(/acknowledged in \d+ ms; nobody subscribes/);
  });

  it("is not published when interrupted before there is a connection", async () => {
    const { ended } = run({ url: NOBODY }, { retries: 9 });
    interrupt.abort();
    await expect(ended).rejects.toMatchObject({ name: "AbortError" });
  });
});

describe("a schedule", () => {
  it("fills in counter and time, and sums up", async () => {
    const broker = await start();
    const before = Date.now();
    const { stderr, ended } = run(broker, { message: "{i} {time}", everyMs: 20, count: 10 });
    await ended;
    expect(arrived.map(({ topic }) => topic)).toEqual(
      Array.from({ length: 10 }, (_, index) => `test/${index + 1}`),
    );
    for (const [index, { payload }] of arrived.entries()) {
      const [i, time = ""] = payload.toString().split(" ");
      expect(i).toBe(String(index + 1));
      expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      // The grid is start + n * 20 ms: a tick may be late, none is early.
      expect(Date.parse(time)).toBeGreaterThanOrEqual(before + index * 20 - 1);
    }
    expect(stderr.lines.at(-1)).toBe("published 10, 10 answered");
  });

  it("does not wait for an acknowledgement before the next message", async () => {
    const unanswered: number[] = [];
    const broker = await startAnsweringBroker({
      publish: ({ messageId = 0 }, peer) => {
        unanswered.push(messageId);
        // The first answer comes when five have come: who waits for it would wait for ever.
        if (unanswered.length < 5) return;
        for (const id of unanswered) peer.send({ cmd: "puback", messageId: id, reasonCode: 0 });
      },
    });
    opened.push(broker);
    const { stderr, ended } = run(broker, { everyMs: 20, count: 5 });
    await ended;
    expect(stderr.lines.at(-1)).toBe("published 5, 5 answered");
  });

  it("goes on when the connection is lost, and loses nothing of QoS 1", async () => {
    const broker = await start();
    const { stderr, ended } = run(broker, { everyMs: 50, count: 30 });
    await stderr.until("test/5 ");
    broker.dropConnections();
    await ended;
    expect(new Set(arrived.map(({ topic }) => topic)).size).toBe(30);
    expect(stderr.text).toContain("connected again");
    expect(stderr.lines.at(-1)).toBe("published 30, 30 answered");
  });

  it("ends with the first message that is refused", async () => {
    const broker = await start({ refusedTopic: "test/3" });
    const { stderr, ended } = run(broker, { everyMs: 20, count: 1000 });
    await expect(ended).rejects.toMatchObject({ code: "refused" });
    expect(stderr.lines.at(-1)).toMatch(/^published \d+, \d+ answered$/);
  });

  it("of QoS 0 ends when two in a row are refused by closing", async () => {
    const broker = await start({ refusedTopic: "test" });
    const { stderr, ended } = run(broker, { topic: "test", qos: 0, everyMs: 20, count: 1000 });
    await expect(ended).rejects.toMatchObject({ code: "refused" });
    expect(stderr.lines.at(-1)).toMatch(/^published \d+, 0 answered, \d+ unconfirmed$/);
  });

  it("without an end is ended by an interruption, what is in flight being waited for", async () => {
    let answered = 0;
    const broker = await startAnsweringBroker({
      publish: ({ messageId = 0 }, peer) => {
        setTimeout(() => {
          answered++;
          peer.send({ cmd: "puback", messageId, reasonCode: 0 });
        }, 50);
      },
    });
    opened.push(broker);
    const { stderr, ended } = run(broker, { everyMs: 10 });
    await stderr.until("test/3 ");
    interrupt.abort();
    await ended;
    const published = broker.received.filter(({ cmd }) => cmd === "publish").length;
    expect(answered).toBe(published);
    expect(stderr.lines.at(-1)).toBe(`published ${published}, ${published} answered`);
    expect(broker.received.at(-1)?.cmd).toBe("disconnect");
  });
});

describe("the command", () => {
  it("publishes the classic example to the one who watches", async () => {
    const broker = await start();
    const watching = spawnEspulse(
      ["watch", "test/+", "--raw", "--count", "10", "--timeout", "40", "--broker", broker.url],
      { cwd },
    );
    processes.push(watching);
    await watching.stderr.until("connected to");
    const publishing = spawnPub([
      "test/{i}",
      "{time}",
      "--every",
      "0.1",
      "--count",
      "10",
      "--broker",
      broker.url,
    ]);
    expect(await publishing.ended).toBe(0);
    expect(await watching.ended).toBe(0);
    expect(watching.stdout.lines).toHaveLength(10);
    for (const [index, line] of watching.stdout.lines.entries()) {
      expect(line).toMatch(
        new RegExp(`^test/${index + 1} {2}\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$`),
      );
    }
    expect(publishing.stderr.lines.at(-1)).toBe("published 10, 10 answered");
  });

  it("takes the message from a pipe, byte for byte", async () => {
    const broker = await start();
    const espulse = spawnPub(["test/x", "--broker", broker.url], "21.5 {i}\n");
    expect(await espulse.ended).toBe(0);
    expect(arrived[0]?.payload.toString()).toBe("21.5 {i}\n");
    const empty = spawnPub(["test/x", "--broker", broker.url], "");
    expect(await empty.ended).toBe(2);
    expect(empty.stderr.text).toContain("standard input: is empty; give '' as the message");
  });

  it("ends with 5 when refused, 6 without a broker, 2 for a topic that is none", async () => {
    const broker = await start({ refusedTopic: "secret" });
    const refused = spawnPub(["secret", "x", "--broker", broker.url]);
    const alone = spawnPub(["a", "x", "--broker", NOBODY]);
    const wrong = spawnPub(["a/+", "x", "--broker", broker.url]);
    expect(await refused.ended).toBe(5);
    expect(await alone.ended).toBe(6);
    expect(await wrong.ended).toBe(2);
    expect(wrong.stderr.text).toContain('topic "a/+": a topic to publish to has no + and no #');
  });

  it("ends at once when it gives up, however long until the next message", async () => {
    const broker = await startReaderBroker();
    const espulse = spawnPub([
      "a",
      "x",
      "--every",
      "600",
      "--retries",
      "0",
      "--broker",
      broker.url,
    ]);
    await espulse.stderr.until("acknowledged");
    await broker.close();
    expect(await espulse.ended).toBe(6);
  });

  it("is ended by Ctrl-C with 0 when it has no end of its own", async () => {
    const broker = await start();
    const espulse = spawnPub(["test/{i}", "--every", "0.05", "x", "--broker", broker.url]);
    await espulse.stderr.until("test/3 ");
    espulse.child.kill("SIGINT");
    expect(await espulse.ended).toBe(0);
    expect(espulse.stderr.lines.at(-1)).toMatch(/^published (\d+), \1 answered$/);
  });
});
