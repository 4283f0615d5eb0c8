// The host's client against real sockets: schemes, versions, TLS, refusals, loss and return.
import { createServer } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Broker, MqttVersion } from "../../host/config/broker.ts";
import { Secret } from "../../host/config/secret.ts";
import { BrokerError, DeadlineError } from "../../host/errors.ts";
import { type Client, type ClientOptions, openClient } from "../../host/telemetry/client.ts";
import type { ConnectionEvent } from "../../host/telemetry/connection-events.ts";
import type { Message } from "../../host/telemetry/message.ts";
import { Unconfirmed } from "../../host/telemetry/outgoing.ts";
import {
  type AnsweringBroker,
  type Answers,
  startAnsweringBroker,
} from "../doubles/answering-broker.ts";
import { freePort, NOBODY } from "../doubles/ports.ts";
import {
  pem,
  type ReaderBroker,
  type ReaderBrokerOptions,
  type Scheme,
  startReaderBroker,
} from "../doubles/reader-broker.ts";

const opened: { close(): Promise<unknown> }[] = [];
let stop: AbortController;
let events: ConnectionEvent[];
let messages: Message[];
beforeEach(() => {
  stop = new AbortController();
  events = [];
  messages = [];
});
afterEach(async () => {
  // Clients first: a broker waits for them.
  for (const each of opened.splice(0).reverse()) await each.close();
  stop.abort();
});

async function aedes(options: ReaderBrokerOptions = {}): Promise<ReaderBroker> {
  const broker = await startReaderBroker(options);
  opened.push(broker);
  return broker;
}

async function scripted(answers: Answers): Promise<AnsweringBroker> {
  const broker = await startAnsweringBroker(answers);
  opened.push(broker);
  return broker;
}

async function open(broker: Broker, options: Partial<ClientOptions> = {}): Promise<Client> {
  const client = await openClient({
    broker,
    signal: stop.signal,
    onEvent: (event) => events.push(event),
    onMessage: (message) => messages.push(message),
    backOff: () => 5,
    ...options,
  });
  opened.push(client);
  return client;
}

const failure = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => {
      throw new Error("expected it to fail");
    },
    (error: Error) => error,
  );

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    if (tries > 2000) throw new Error("it did not come to that");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const kinds = () => events.map(({ kind }) => kind);
const bytes = (text: string) => Buffer.from(text);

describe("a connection", () => {
  it.each<[Scheme, MqttVersion]>([
    ["mqtt", "3.1"],
    ["mqtt", "3.1.1"],
    ["mqtts", "3.1.1"],
    ["ws", "3.1"],
    ["ws", "3.1.1"],
    ["wss", "3.1.1"],
  ])("carries messages both ways over %s with MQTT %s", async (scheme, mqtt) => {
    const broker = await aedes({ scheme });
    const tls = broker.url.includes("s://") && scheme !== "ws" ? { ca: pem("ca.pem") } : undefined;
    const client = await open(
      { url: broker.url, mqtt, ...(tls ? { tls } : {}) },
      { subscriptions: [{ filter: "test/+" }], qos: 2 },
    );
    for (const qos of [0, 1, 2] as const) {
      const answer = await client.publish(`test/${qos}`, bytes("21.5"), { qos });
      expect(answer).toBe(qos === 0 ? "taken" : "acknowledged");
    }
    await until(() => messages.length === 3);
    expect(messages.map(({ topic, qos }) => [topic, qos])).toEqual([
      ["test/0", 0],
      ["test/1", 1],
      ["test/2", 2],
    ]);
    expect(Buffer.from(messages[0]?.payload ?? []).toString()).toBe("21.5");
    expect(events).toEqual([{ kind: "connected", url: broker.url, mqtt, again: false }]);
  });

  it("falls back to MQTT 3.1.1 where the broker has no 5", async () => {
    const broker = await aedes();
    await open({ url: broker.url });
    expect(events).toMatchObject([{ kind: "connected", mqtt: "3.1.1" }]);
  });

  it("says so when the version it was told to speak is refused", async () => {
    const broker = await aedes();
    const error = await failure(open({ url: broker.url, mqtt: "5" }));
    expect(error).toMatchObject({ name: "BrokerError", code: "refused" });
    expect(error.message).toContain("unacceptable protocol version (code 1); try another version");
  });

  it("names itself with letters and digits, 23 at most, and never twice alike", async () => {
    const broker = await aedes();
    const ids: string[] = [];
    broker.aedes.on("client", ({ id }) => ids.push(id));
    await open({ url: broker.url });
    await open({ url: broker.url });
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^[0-9a-zA-Z]{1,23}$/);
  });
});

describe("a TLS connection", () => {
  it.each<Scheme>(["mqtts", "wss"])(
    "over %s wants to know the broker's authority",
    async (scheme) => {
      const broker = await aedes({ scheme });
      const error = await failure(open({ url: broker.url }));
      expect(error).toMatchObject({ code: "unreachable" });
      expect(error.message).toContain(
        "an authority that is not trusted here; name it with --ca FILE",
      );
    },
  );

  it("wants the certificate to be for the host", async () => {
    const broker = await aedes({ scheme: "mqtts", certificate: "elsewhere" });
    const error = await failure(open({ url: broker.url, tls: { ca: pem("ca.pem") } }));
    expect(error.message).toContain("its certificate is not for 127.0.0.1");
  });

  it("reaches a host by its name", async () => {
    const broker = await aedes({ scheme: "mqtts" });
    await open({ url: broker.url.replace("127.0.0.1", "localhost"), tls: { ca: pem("ca.pem") } });
    expect(kinds()).toEqual(["connected"]);
  });

  it.each<Scheme>(["mqtts", "wss"])("over %s shows its own certificate", async (scheme) => {
    const broker = await aedes({ scheme, mutual: true });
    const ca = pem("ca.pem");
    await open({ url: broker.url, tls: { ca, cert: pem("client.pem"), key: pem("client.key") } });
    expect(kinds()).toEqual(["connected"]);
    const without = await failure(open({ url: broker.url, tls: { ca } }));
    expect(without).toMatchObject({ name: "BrokerError", code: "refused" });
    expect(without.message).toContain("refused the TLS handshake (certificate required)");
    const stranger = { ca, cert: pem("stranger.pem"), key: pem("stranger.key") };
    // Node closes here without the alert that says why; OpenSSL's brokers send it.
    const closed = await failure(open({ url: broker.url, tls: stranger }));
    expect(closed.message).toContain("does it want a certificate (--cert, --key)?");
  });

  it("notices a port that speaks the other thing", async () => {
    const plain = await aedes();
    const error = await failure(open({ url: plain.url.replace("mqtt", "mqtts") }));
    expect(error).toMatchObject({ code: "unreachable" });
    expect(error.message).toMatch(/does not speak TLS|closed the connection before/);
    const secure = await aedes({ scheme: "mqtts" });
    const other = await failure(open({ url: secure.url.replace("mqtts", "mqtt") }));
    expect(other.message).toContain("closed the connection before it answered CONNECT");
  });
});

describe("the first connection", () => {
  it.each([
    [4, "bad user name or password (code 4)"],
    [5, "not authorized (code 5)"],
    [2, "client identifier rejected (code 2)"],
  ])("refused with %d ends at once, whatever the retries", async (code, words) => {
    const broker = await aedes({ password: { text: "right", code } });
    const login = { url: broker.url, username: "me", password: new Secret("wrong") };
    const error = await failure(open(login, { retries: 5 }));
    expect(error).toBeInstanceOf(BrokerError);
    expect(error).toMatchObject({ code: "refused" });
    expect(error.message).toBe(`${broker.url}: refused the connection: ${words}`);
    expect(events).toEqual([]);
  });

  it("with the right password holds", async () => {
    const broker = await aedes({ password: { text: "right", code: 4 } });
    await open({ url: broker.url, username: "me", password: new Secret("right") });
    expect(kinds()).toEqual(["connected"]);
  });

  it("to nothing fails at once with the next step", async () => {
    const url = NOBODY;
    const error = await failure(open({ url }));
    expect(error).toMatchObject({ name: "BrokerError", code: "unreachable" });
    expect(error.message).toBe(
      `${url}: nothing listens there; start a broker with \`espulse broker up\``,
    );
  });

  it("to nothing on any address of a name fails likewise", async () => {
    const url = NOBODY.replace("127.0.0.1", "localhost");
    expect((await failure(open({ url }))).message).toContain("nothing listens there");
  });

  it("to an unknown host says so", async () => {
    const error = await failure(open({ url: "mqtt://broker.invalid" }));
    expect(error.message).toMatch(/there is no host named broker\.invalid|could not be looked up/);
  });

  it("is tried again as often as asked", async () => {
    const url = NOBODY;
    const error = await failure(open({ url }, { retries: 2 }));
    expect(kinds()).toEqual(["failed", "failed"]);
    expect(error.message).toContain("gave up after 2 more attempts");
  });

  it("is tried again when the broker says it is busy", async () => {
    let busy = 2;
    const broker = await scripted({
      connect: (_, peer) => {
        peer.send({
          cmd: "connack",
          returnCode: 3,
          reasonCode: busy-- > 0 ? 137 : 0,
          sessionPresent: false,
        });
      },
    });
    await open({ url: broker.url }, { retries: 5 });
    expect(kinds()).toEqual(["failed", "failed", "connected"]);
    expect(events[0]).toMatchObject({ reason: "refused the connection: server busy (code 137)" });
  });

  it("is given up when interrupted", async () => {
    const url = NOBODY;
    const opening = failure(open({ url }, { retries: 5, backOff: () => 60_000 }));
    await until(() => events.length === 1);
    stop.abort();
    expect((await opening).name).toBe("AbortError");
  });

  it("to a server that is no broker says so", async () => {
    const mute = createServer((socket) => {
      socket.resume().end("HTTP/1.1 400 Bad Request\r\n\r\n");
    });
    await new Promise<void>((resolve) => mute.listen(0, "127.0.0.1", resolve));
    opened.push({ close: () => new Promise((resolve) => mute.close(resolve)) });
    const { port } = mute.address() as { port: number };
    for (const [scheme, words] of [
      ["mqtt", `what answers on port ${port} does not speak MQTT`],
      ["ws", "did not accept the WebSocket: Unexpected server response: 400; is the path / right?"],
    ] as const) {
      const error = await failure(open({ url: `${scheme}://127.0.0.1:${port}` }));
      expect(error).toMatchObject({ name: "BrokerError", code: "unreachable" });
      expect(error.message).toContain(words);
    }
  });
});

describe("a subscription", () => {
  it("that is refused ends the client, naming the filter", async () => {
    const broker = await aedes({ refusedFilter: "secret/#" });
    const subscriptions = [{ filter: "open/#" }, { filter: "secret/#" }];
    const error = await failure(open({ url: broker.url }, { subscriptions }));
    expect(error).toMatchObject({ name: "BrokerError", code: "refused" });
    expect(error.message).toBe(
      `${broker.url}: refused the filter secret/#: unspecified error (code 128)`,
    );
  });

  it("that is refused and optional is told", async () => {
    const broker = await aedes({ refusedFilter: "secret/#" });
    const subscriptions = [{ filter: "secret/#", optional: true }, { filter: "open/#" }];
    await open({ url: broker.url }, { subscriptions });
    expect(events).toMatchObject([
      { kind: "filter refused", filter: "secret/#" },
      { kind: "connected" },
    ]);
  });

  it("at which the broker closes the connection is refused too", async () => {
    const broker = await aedes({ closingFilter: "secret/#" });
    const subscriptions = [{ filter: "secret/#" }];
    const error = await failure(open({ url: broker.url }, { subscriptions }));
    expect(error).toMatchObject({ name: "BrokerError", code: "refused" });
    expect(error.message).toContain("closed the connection upon SUBSCRIBE (secret/#)");
  });

  it("tells the reason a broker of MQTT 5 gives, and a QoS that is less", async () => {
    const broker = await scripted({
      subscribe: ({ messageId = 0 }, peer) =>
        peer.send({
          cmd: "suback",
          messageId,
          granted: [0, 135],
          properties: { reasonString: "no \u001b[31maccess" },
        }),
    });
    const subscriptions = [{ filter: "a" }, { filter: "b", optional: true }];
    await open({ url: broker.url }, { subscriptions });
    expect(events).toMatchObject([
      { kind: "less QoS", filter: "a", granted: 0, asked: 1 },
      {
        kind: "filter refused",
        filter: "b",
        reason: "not authorized (code 135): no \\x1b[31maccess",
      },
      { kind: "connected", mqtt: "5" },
    ]);
  });

  it("that is not answered is a connection that failed", async () => {
    const broker = await scripted({ subscribe: () => {} });
    const error = await failure(
      open({ url: broker.url }, { subscriptions: [{ filter: "a" }], answerDeadlineMs: 30 }),
    );
    expect(error).toMatchObject({ code: "unreachable" });
    expect(error.message).toContain("no answer to SUBSCRIBE within 0.03 s");
  });
});

describe("a connection that is lost", () => {
  it("comes back with its subscriptions", async () => {
    const broker = await aedes();
    await open({ url: broker.url }, { subscriptions: [{ filter: "a/#" }] });
    for (let round = 1; round <= 3; round++) {
      broker.dropConnections();
      await until(() => kinds().filter((kind) => kind === "connected").length === round + 1);
      await broker.publish("a/b", String(round));
      await until(() => messages.length === round);
    }
    expect(kinds()).toEqual(["connected", ...Array(3).fill(["lost", "connected"]).flat()]);
    expect(events[2]).toMatchObject({ kind: "connected", again: true });
    expect(events[1]).toMatchObject({ reason: "the broker closed the connection", waitMs: 5 });
  });

  it("comes back when the broker comes back", async () => {
    const first = await startReaderBroker({ port: await freePort() });
    await open({ url: first.url }, { subscriptions: [{ filter: "a/#" }] });
    await first.close();
    await until(() => kinds().filter((kind) => kind === "failed").length >= 3);
    const second = await aedes({ port: first.port });
    await until(() => kinds().at(-1) === "connected");
    await second.publish("a/b", "x");
    await until(() => messages.length === 1);
  });

  it("is given up after the retries", async () => {
    const broker = await startReaderBroker();
    const client = await open({ url: broker.url }, { retries: 3 });
    await broker.close();
    const error = await failure(client.failed);
    expect(error).toMatchObject({ name: "BrokerError", code: "unreachable" });
    expect(kinds()).toEqual(["connected", "lost", "failed", "failed"]);
    expect((await failure(client.publish("a", bytes("x"), { qos: 1 }))).message).toContain(
      "gave up",
    );
  });

  it("ends the client when the broker will no longer have it", async () => {
    const password = { text: "right", code: 4 };
    const broker = await aedes({ password });
    const login = { url: broker.url, username: "me", password: new Secret("right") };
    const client = await open(login);
    password.text = "changed";
    broker.dropConnections();
    expect(await failure(client.failed)).toMatchObject({ name: "BrokerError", code: "refused" });
  });

  it("by a DISCONNECT tells its reason, and ends the client when that is a refusal", async () => {
    const broker = await scripted({
      subscribe: ({ messageId = 0 }, peer) => {
        peer.send({ cmd: "suback", messageId, granted: [1] });
        const reasonCode = peer.number === 1 ? 139 : 135;
        peer.send({ cmd: "disconnect", reasonCode, properties: { reasonString: "enough" } });
      },
    });
    const client = await open({ url: broker.url }, { subscriptions: [{ filter: "a" }] });
    const error = await failure(client.failed);
    expect(error).toMatchObject({ code: "refused" });
    expect(error.message).toContain("not authorized (code 135): enough");
    expect(events[1]).toMatchObject({
      kind: "lost",
      reason: "the broker disconnected: server shutting down (code 139): enough",
    });
  });

  it.each([
    ["a publish cut short", [0x30, 0x01, 0x00]],
    ["both QoS bits", [0x36, 0x02, 0x00, 0x00]],
    ["a second CONNACK", [0x20, 0x03, 0x00, 0x00, 0x00]],
    ["no MQTT", [0x00, 0x00, 0x00]],
    ["a length without end", [0x30, 0xff, 0xff, 0xff, 0xff, 0xff]],
  ])("for sending %s comes back", async (_, garbage) => {
    const broker = await scripted({
      subscribe: ({ messageId = 0 }, peer) => {
        peer.send({ cmd: "suback", messageId, granted: [1] });
        if (peer.number === 1) peer.sendBytes(garbage);
      },
    });
    await open({ url: broker.url }, { subscriptions: [{ filter: "a" }] });
    await until(() => kinds().length === 3);
    expect(kinds()).toEqual(["connected", "lost", "connected"]);
  });
});

describe("a message on its way out", () => {
  it("that is refused with a reason code is told, and no other suffers", async () => {
    const broker = await scripted({
      publish: ({ messageId = 0, topic }, peer) => {
        const reasonCode = topic === "no" ? 135 : 0;
        peer.send({ cmd: "puback", messageId, reasonCode, properties: { reasonString: "ask" } });
      },
    });
    const client = await open({ url: broker.url });
    const refused = failure(client.publish("no", bytes("x"), { qos: 1 }));
    expect(await client.publish("yes", bytes("x"), { qos: 1 })).toBe("acknowledged");
    expect(await refused).toMatchObject({
      name: "BrokerError",
      code: "refused",
      message: `${broker.url}: refused a message to no: not authorized (code 135): ask`,
    });
  });

  it("with QoS 2 is refused in the PUBREC and told when nobody subscribes", async () => {
    const broker = await scripted({
      publish: ({ messageId = 0, topic }, peer) =>
        peer.send({ cmd: "pubrec", messageId, reasonCode: topic === "no" ? 151 : 16 }),
      pubrel: ({ messageId = 0 }, peer) => peer.send({ cmd: "pubcomp", messageId }),
    });
    const client = await open({ url: broker.url });
    expect(await client.publish("lonely", bytes("x"), { qos: 2 })).toBe("no subscribers");
    const error = await failure(client.publish("no", bytes("x"), { qos: 2 }));
    expect(error.message).toContain("quota exceeded (code 151)");
  });

  it("at which the broker closes the connection is refused after the second time", async () => {
    const broker = await aedes({ refusedTopic: "no" });
    const client = await open({ url: broker.url });
    const error = await failure(client.publish("no", bytes("x"), { qos: 1 }));
    expect(error).toMatchObject({ name: "BrokerError", code: "refused" });
    expect(error.message).toContain("closed the connection 2 times upon a message to no");
  });

  it("with QoS 0 is sent once, and unconfirmed when the connection ends there", async () => {
    const broker = await aedes({ refusedTopic: "no" });
    const client = await open({ url: broker.url });
    const error = await failure(client.publish("no", bytes("x"), { qos: 0 }));
    expect(error).toBeInstanceOf(Unconfirmed);
    expect(error).toMatchObject({ closedByBroker: true });
  });

  it("goes out again, in order and with all that waited, when the connection was lost", async () => {
    const acknowledged: string[] = [];
    const broker = await scripted({
      publish: ({ messageId = 0, topic }, peer) => {
        if (peer.number === 1) {
          if (topic === "t/20") peer.close();
          return;
        }
        acknowledged.push(topic);
        peer.send({ cmd: "puback", messageId });
      },
    });
    const client = await open({ url: broker.url });
    const topics = Array.from({ length: 50 }, (_, index) => `t/${index + 1}`);
    await Promise.all(topics.map((topic) => client.publish(topic, bytes("x"), { qos: 1 })));
    expect(acknowledged).toEqual(topics);
    expect(client.unanswered).toBe(0);
  });

  it("keeps to the number in flight that the broker allows", async () => {
    let inFlight = 0;
    let most = 0;
    const broker = await scripted({
      connect: (_, peer) =>
        peer.send({
          cmd: "connack",
          reasonCode: 0,
          sessionPresent: false,
          properties: { receiveMaximum: 3 },
        }),
      publish: ({ messageId = 0 }, peer) => {
        most = Math.max(most, ++inFlight);
        setTimeout(() => {
          inFlight--;
          peer.send({ cmd: "puback", messageId, reasonCode: 0 });
        }, 2);
      },
    });
    const client = await open({ url: broker.url });
    await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        client.publish(`t/${index}`, bytes("x"), { qos: 1 }),
      ),
    );
    expect(most).toBe(3);
  });

  it("is not sent when the broker said it does not take its QoS or retained ones", async () => {
    const broker = await scripted({
      connect: (_, peer) =>
        peer.send({
          cmd: "connack",
          reasonCode: 0,
          sessionPresent: false,
          properties: { maximumQoS: 0, retainAvailable: false },
        }),
    });
    const client = await open({ url: broker.url });
    const qos = await failure(client.publish("a", bytes("x"), { qos: 1 }));
    expect(qos.message).toContain("the broker takes QoS 0 at most");
    const retained = await failure(client.publish("a", bytes("x"), { qos: 0, retain: true }));
    expect(retained.message).toContain("the broker does not retain messages");
    expect(broker.received.map(({ cmd }) => cmd)).toEqual(["connect"]);
  });

  it("that is never acknowledged ends in a deadline, though pings are answered", async () => {
    const broker = await scripted({ publish: () => {} });
    const client = await open({ url: broker.url }, { answerDeadlineMs: 30 });
    const error = await failure(client.publish("a", bytes("x"), { qos: 1 }));
    expect(error).toBeInstanceOf(DeadlineError);
    expect(error.message).toContain("no answer to PUBLISH within 0.03 s, in 2 attempts");
    expect(broker.connections).toBe(2);
  });

  it("is drained before the client disconnects, with a DISCONNECT", async () => {
    const broker = await scripted({
      publish: ({ messageId = 0 }, peer) => {
        setTimeout(() => peer.send({ cmd: "puback", messageId, reasonCode: 0 }), 30);
      },
      disconnect: (_, peer) => peer.close(),
    });
    const client = await open({ url: broker.url });
    const answers = ["a", "b"].map((topic) => client.publish(topic, bytes("x"), { qos: 1 }));
    await client.close();
    expect(await Promise.all(answers)).toEqual(["acknowledged", "acknowledged"]);
    expect(broker.received.map(({ cmd }) => cmd)).toEqual([
      "connect",
      "publish",
      "publish",
      "disconnect",
    ]);
  });
});
