// Login: CONNECT to the byte, every answer to it, and what a refusal leaves behind.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SessionBench } from "./session-bench.ts";
import { bytes, connack, PINGRESP, puback, publishOf } from "./wire.ts";

let bench: SessionBench;
beforeEach(async () => {
  bench = await SessionBench.open();
});
afterEach(() => bench.close());

describe("CONNECT", () => {
  it("without a password: protocol, flags 0x2e, keep-alive, client id, will [MQTT-3.1.2-1 to -24]", () => {
    bench.networkUp();
    bench.accept();
    expect(bench.link.sent).toBe(
      bytes(0x10, 70) + // CONNECT, 70 bytes follow
        bytes(0, 4, "MQTT", 4) + // protocol name and level (3.1.2.1, 3.1.2.2)
        bytes(0x2e) + // clean session 0x02, will 0x04, will QoS 1 0x08, will retain 0x20 (3.1.2.3)
        bytes(0, 30) + // keep-alive (3.1.2.10)
        bytes(0, 12, "esp32-a1b2c3") + // client id (3.1.3.1)
        bytes(0, 26, "espulse/esp32-a1b2c3/state") + // will topic (3.1.3.2)
        bytes(0, 16, '{"state":"lost"}'), // will message (3.1.3.3)
    );
  });

  it("with a password: flags 0xee, then user name and password [MQTT-3.1.3-12] (3.1.3.5)", () => {
    bench.setBroker({ password: "s3cret", keepAlive: 300 });
    bench.networkUp();
    bench.accept();
    expect(bench.link.sent).toBe(
      bytes(0x10, 92, 0, 4, "MQTT", 4) +
        bytes(0xee) + // and password 0x40, user name 0x80
        bytes(0x01, 0x2c) +
        bytes(0, 12, "esp32-a1b2c3") +
        bytes(0, 26, "espulse/esp32-a1b2c3/state") +
        bytes(0, 16, '{"state":"lost"}') +
        bytes(0, 12, "esp32-a1b2c3") + // user name (3.1.3.4)
        bytes(0, 6, "s3cret"),
    );
  });

  it("is understood by an independent codec", () => {
    bench.setBroker({ password: "s3cret" });
    bench.networkUp();
    bench.accept();
    expect(bench.packets).toMatchObject([
      {
        cmd: "connect",
        protocolId: "MQTT",
        protocolVersion: 4,
        clean: true,
        clientId: "esp32-a1b2c3",
        keepalive: 30,
        username: "esp32-a1b2c3",
        will: { topic: "espulse/esp32-a1b2c3/state", qos: 1, retain: true },
      },
    ]);
  });

  it("goes to the broker of the settings, first and once [MQTT-3.1.0-1] [MQTT-3.1.0-2]", () => {
    bench.networkUp();
    expect(bench.link).toMatchObject({ host: "broker.test", port: 1883, sent: "" });
    bench.accept();
    bench.pass(5000);
    expect(bench.packets.map(({ cmd }) => cmd)).toEqual(["connect"]);
  });

  it("is made anew of settings and will at each attempt", () => {
    bench.networkUp();
    bench.accept();
    bench.link.drop();
    bench.willPayload = '{"state":"again"}';
    bench.setBroker({ port: 1884, keepAlive: 258 });
    bench.untilNextAttempt();
    bench.accept();
    expect(bench.link.port).toBe(1884);
    expect(bench.link.sent.slice(9, 12)).toBe(bytes(0x2e, 1, 2));
    expect(bench.link.sent).toContain('{"state":"again"}');
  });
});

describe("CONNACK", () => {
  it("code 0 is a connection [MQTT-3.2.2-3]", () => {
    bench.connect();
    expect(bench.connections).toBe(1);
    expect(bench.session.isConnected()).toBe(true);
    expect(bench.session.room).toBe(bench.session.WINDOW);
    expect(bench.lost).toEqual(["wifi: up"]);
  });

  it.each([
    [1, "version"],
    [2, "client id"],
    [3, "server unavailable"],
    [4, "bad login"],
    [5, "not authorized"],
  ])("code %i is no connection, and told as %s [MQTT-3.2.2-5]", (code, name) => {
    bench.networkUp();
    bench.accept();
    bench.link.deliver(connack(code));
    expect(bench.connections).toBe(0);
    expect(bench.session.isConnected()).toBe(false);
    expect(bench.session.room).toBe(0);
    expect(bench.lost.at(-1)).toBe(`mqtt login: refused (${code}) ${name}`);
    expect(bench.link.isClosed).toBe(true);
    bench.untilNextAttempt();
    bench.connect();
    expect(bench.connections).toBe(1);
  });

  it.each([6, 128, 255])("code %i, which is reserved, is no connection (table 3.1)", (code) => {
    bench.networkUp();
    bench.accept();
    bench.link.deliver(connack(code));
    expect(bench.connections).toBe(0);
    expect(bench.lost.at(-1)).toMatch(new RegExp(`^mqtt login: refused \\(${code}\\)`));
    expect(bench.links).toHaveLength(1);
  });

  it("a byte at a time", () => {
    bench.networkUp();
    bench.accept();
    for (const byte of connack()) bench.link.deliver(byte);
    expect(bench.connections).toBe(1);
  });

  it.each([
    ["too short", bytes(0x20, 1, 0)],
    ["empty", bytes(0x20, 0)],
    ["too long", bytes(0x20, 3, 0, 0, 0)],
    ["cut from 20 kB", bytes(0x20, 0xa0, 0x9c, 0x01) + "\0".repeat(20_000)],
    ["with reserved flags set [MQTT-2.2.2-2]", bytes(0x21, 2, 0, 0)],
  ])("%s is refused", (_name, answer) => {
    bench.networkUp();
    bench.accept();
    bench.link.deliver(answer);
    expect(bench.connections).toBe(0);
    expect(bench.lost.at(-1)).toBe("mqtt login: no CONNACK");
  });

  it.each([
    ["PUBLISH", publishOf("a", "b")],
    ["PUBACK", puback(1)],
    ["PINGRESP", PINGRESP],
    ["CONNECT", bytes(0x10, 2, 0, 0)],
    ["packet type 0", bytes(0x00, 0)],
    ["packet type 15", bytes(0xf0, 0)],
  ])("must come first: %s instead ends the connection [MQTT-3.2.0-1]", (_name, packet) => {
    bench.networkUp();
    bench.accept();
    bench.link.deliver(packet);
    expect(bench.connections).toBe(0);
    expect(bench.messages).toEqual([]);
    expect(bench.lost.at(-1)).toBe("mqtt login: no CONNACK");
    expect(bench.link.isClosed).toBe(true);
  });

  it("before CONNECT has left is not heard, nor is anything else", () => {
    bench.networkUp();
    // The bytes are handed over before the callback of `connect` has its turn.
    bench.link.accept();
    bench.link.receive(publishOf("t", "early") + connack() + PINGRESP);
    bench.loop.settle();
    expect(bench.messages).toEqual([]);
    expect(bench.connections).toBe(0);
    expect(bench.packets.map(({ cmd }) => cmd)).toEqual(["connect"]);
    bench.link.deliver(connack());
    expect(bench.connections).toBe(1);
  });

  it("what follows it in the same segment is heard", () => {
    bench.networkUp();
    bench.accept();
    bench.link.deliver(connack() + publishOf("t", "p"));
    expect(bench.messages).toEqual([["t", "p", false]]);
  });

  it("what follows a refusal in the same segment is not", () => {
    bench.networkUp();
    bench.accept();
    bench.link.deliver(connack(5) + connack() + publishOf("t", "p"));
    expect(bench.connections).toBe(0);
    expect(bench.messages).toEqual([]);
    expect(bench.lost).toHaveLength(2);
  });

  it("a second one ends the connection", () => {
    bench.connect();
    bench.link.deliver(connack());
    expect(bench.lost.at(-1)).toBe("mqtt session: unexpected packet");
  });
});

describe("a stream that is not MQTT", () => {
  it("ends the connection: a remaining length of five bytes (section 2.2.3)", () => {
    bench.networkUp();
    bench.accept();
    bench.link.deliver(bytes(0x20, 0xff, 0xff, 0xff, 0xff, 0x7f));
    expect(bench.lost.at(-1)).toBe("mqtt login: not MQTT");
    expect(bench.links).toHaveLength(1);
    expect(bench.link.isClosed).toBe(true);
  });

  it("a server that speaks first is given up, and the next one is heard from the start", () => {
    bench.networkUp();
    bench.link.accept();
    bench.link.deliver("SSH-2.0-OpenSSH_9.6\r\n");
    bench.pass(11_000);
    expect(bench.lost.at(-1)).toBe("mqtt login: no answer");
    bench.untilNextAttempt();
    bench.connect();
    expect(bench.connections).toBe(1);
  });
});

describe("an attempt that ends before CONNACK", () => {
  it("by the peer's close leaves nothing that hurts the next connection", () => {
    bench.networkUp();
    bench.accept();
    bench.link.deliver(bytes(0x20, 2, 0));
    bench.link.drop();
    bench.untilNextAttempt();
    bench.connect();
    bench.pass(60_000);
    expect(bench.connections).toBe(1);
    expect(bench.links).toHaveLength(2);
    expect(bench.packets.map(({ cmd }) => cmd)).toContain("pingreq");
  });

  it.each([true, false])("tells it as a close, had error %s", (hadError) => {
    bench.networkUp();
    bench.accept();
    bench.link.drop(hadError);
    bench.loop.settle();
    expect(bench.lost.at(-1)).toBe("mqtt login: closed");
  });

  it("by an exception of net.connect is told, and tried again", () => {
    bench.interpreter.onConnect = () => {
      throw new Error("Unable to locate host");
    };
    bench.networkUp();
    expect(bench.lost.at(-1)).toBe("mqtt TCP: Error: Unable to locate host");
    bench.interpreter.onConnect = () => {};
    bench.untilNextAttempt();
    bench.connect();
    expect(bench.connections).toBe(1);
  });
});
