// The host's client against real sockets: schemes, versions, TLS.
import { describe, expect, it } from "vitest";
import type { MqttVersion } from "../../host/config/broker.ts";
import { bytes, failure, useClients } from "../doubles/clients.ts";
import { pem, type Scheme } from "../doubles/reader-broker.ts";
import { until } from "../doubles/until.ts";

const { events, messages, kinds, aedes, open } = useClients();

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
