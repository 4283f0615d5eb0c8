// Publishing to a real broker: what arrives, when, and what is said of what does not.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BrokerError } from "../../host/errors.ts";
import { type PublishOptions, publish } from "../../host/telemetry/publish.ts";
import { Screen } from "../../host/telemetry/screen.ts";
import { CapturedOutput } from "../doubles/captured-output.ts";
import { useClients } from "../doubles/clients.ts";
import { NOBODY } from "../doubles/ports.ts";
import type { ReaderBroker, ReaderBrokerOptions } from "../doubles/reader-broker.ts";

interface Arrived {
  readonly topic: string;
  readonly payload: Buffer;
  readonly qos: number;
  readonly retain: boolean;
}

const { aedes, scripted } = useClients();
const arrived: Arrived[] = [];
let interrupt: AbortController;
beforeEach(() => {
  arrived.length = 0;
  interrupt = new AbortController();
});
afterEach(() => interrupt.abort());

async function start(options: ReaderBrokerOptions = {}): Promise<ReaderBroker> {
  const broker = await aedes(options);
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
    const broker = await scripted({
      publish: ({ messageId = 0 }, peer) => peer.send({ cmd: "puback", messageId, reasonCode: 16 }),
    });
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
    const broker = await scripted({
      publish: ({ messageId = 0 }, peer) => {
        unanswered.push(messageId);
        // The first answer comes when five have come: who waits for it would wait for ever.
        if (unanswered.length < 5) return;
        for (const id of unanswered) peer.send({ cmd: "puback", messageId: id, reasonCode: 0 });
      },
    });
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
    const broker = await scripted({
      publish: ({ messageId = 0 }, peer) => {
        setTimeout(() => {
          answered++;
          peer.send({ cmd: "puback", messageId, reasonCode: 0 });
        }, 50);
      },
    });
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
