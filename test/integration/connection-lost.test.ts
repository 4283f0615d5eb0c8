// The host's client when its connection ends: when it comes back, with what, and when no more.
import { describe, expect, it } from "vitest";
import { Secret } from "../../host/config/secret.ts";
import { bytes, failure, useClients } from "../doubles/clients.ts";
import { freePort } from "../doubles/ports.ts";
import { startReaderBroker } from "../doubles/reader-broker.ts";
import { until } from "../doubles/until.ts";

const { events, messages, kinds, aedes, scripted, open } = useClients();

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
