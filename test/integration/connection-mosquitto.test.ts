// The host's client against Mosquitto: what aedes has not (MQTT 5, shared subscriptions), what it
// does differently (ACL), and its death and return.
import { describe, expect, it } from "vitest";
import { Secret } from "../../host/config/secret.ts";
import { bytes, failure, useClients } from "../doubles/clients.ts";
import { type Mosquitto, skipMosquitto } from "../doubles/mosquitto.ts";
import { pem } from "../doubles/reader-broker.ts";
import { until } from "../doubles/until.ts";

describe.skipIf(skipMosquitto)("the client with mosquitto", () => {
  const { events, messages, open, mosquitto } = useClients();
  const urlOf = (broker: Mosquitto, scheme = "mqtt", index = 0) =>
    `${scheme}://127.0.0.1:${broker.ports[index]}`;

  it.each(["3.1", "3.1.1", "5"] as const)("speaks MQTT %s over TCP and WebSocket", async (mqtt) => {
    const broker = await mosquitto(["", "protocol websockets"], ["allow_anonymous true"]);
    const subscriptions = [{ filter: "t/#" }];
    await open({ url: urlOf(broker), mqtt }, { subscriptions, qos: 2 });
    const other = await open({ url: urlOf(broker, "ws", 1), mqtt });
    for (const qos of [0, 1, 2] as const) {
      await other.publish(`t/${qos}`, bytes("x"), { qos });
    }
    await until(() => messages.length === 3);
    expect(messages.map(({ topic, qos }) => `${topic} ${qos}`)).toEqual([
      "t/0 0",
      "t/1 1",
      "t/2 2",
    ]);
  });

  it("speaks MQTT 5 when not told otherwise, and learns that nobody subscribes", async () => {
    const broker = await mosquitto([""], ["allow_anonymous true"]);
    const client = await open({ url: urlOf(broker) });
    expect(events).toMatchObject([{ kind: "connected", mqtt: "5" }]);
    expect(await client.publish("a", bytes("x"), { qos: 1 })).toBe("no subscribers");
  });

  it("shares a subscription", async () => {
    const broker = await mosquitto([""], ["allow_anonymous true"]);
    const subscriptions = [{ filter: "$share/readers/t/+" }];
    await open({ url: urlOf(broker) }, { subscriptions });
    const other = await open({ url: urlOf(broker) }, { subscriptions });
    for (let i = 0; i < 10; i++) await other.publish(`t/${i}`, bytes("x"), { qos: 1 });
    await until(() => messages.length === 10);
  });

  it("is told in words what the access list refuses", async () => {
    // The password is "right", as `mosquitto_passwd` hashes it.
    const files = { acl: "user reader\ntopic readwrite open/#\n" };
    const general = [
      "allow_anonymous false",
      "password_file FOLDER/passwords",
      "acl_file FOLDER/acl",
    ];
    const broker = await mosquitto([""], general, {
      ...files,
      passwords: `reader:${HASH_OF_RIGHT}\n`,
    });
    const url = urlOf(broker);
    const login = { url, username: "reader", password: new Secret("right") };
    const wrong = await failure(open({ ...login, password: new Secret("wrong") }));
    expect(wrong).toMatchObject({ name: "BrokerError", code: "refused" });
    expect(wrong.message).toContain("not authorized (code 135)");
    const older = await failure(open({ ...login, password: new Secret("wrong"), mqtt: "3.1.1" }));
    expect(older.message).toContain("not authorized (code 5)");

    const client = await open(login);
    const refused = await failure(client.publish("closed/a", bytes("x"), { qos: 1 }));
    expect(refused).toMatchObject({ name: "BrokerError", code: "refused" });
    expect(refused.message).toContain("refused a message to closed/a: not authorized (code 135)");
    expect(await client.publish("open/a", bytes("x"), { qos: 1 })).toBe("no subscribers");
  });

  it("proves itself by a certificate, and is told when that will not do", async () => {
    const tls = [
      "cafile FOLDER/ca.pem",
      "certfile FOLDER/server.pem",
      "keyfile FOLDER/server.key",
      "require_certificate true",
    ].join("\n");
    const names = ["ca.pem", "server.pem", "server.key"];
    const files = Object.fromEntries(names.map((name) => [name, pem(name)]));
    const broker = await mosquitto([tls], ["allow_anonymous true"], files);
    const url = urlOf(broker, "mqtts");
    const ca = pem("ca.pem");
    await open({ url, tls: { ca, cert: pem("client.pem"), key: pem("client.key") } });
    expect(events).toMatchObject([{ kind: "connected" }]);
    const stranger = { ca, cert: pem("stranger.pem"), key: pem("stranger.key") };
    for (const other of [{ ca }, stranger]) {
      const error = await failure(open({ url, tls: other }, { retries: 3 }));
      expect(error.message).toContain("refused the TLS handshake");
      expect(error).toMatchObject({ name: "BrokerError", code: "refused" });
    }
  });

  it("comes back when it was killed, and nothing it had to publish is lost", async () => {
    const broker = await mosquitto([""], ["allow_anonymous true"]);
    const client = await open({ url: urlOf(broker) }, { subscriptions: [{ filter: "t/#" }] });
    await client.publish("t/1", bytes("x"), { qos: 1 });
    await broker.kill();
    const meanwhile = ["t/2", "t/3"].map((topic) => client.publish(topic, bytes("x"), { qos: 1 }));
    await until(() => events.some(({ kind }) => kind === "failed"));
    await broker.start();
    await Promise.all(meanwhile);
    await until(() => messages.length >= 3);
    expect(messages.map(({ topic }) => topic)).toEqual(["t/1", "t/2", "t/3"]);
    expect(events.map(({ kind }) => kind)).toContain("lost");
    expect(events.at(-1)).toMatchObject({ kind: "connected", again: true });
  });
});

const HASH_OF_RIGHT =
  "$7$101$kN4dhYugIv151LRd$0/ELgrPLSmVrIbOI0jfrpoVgoXLv31GxDrXunoc52SBU8/KAqqeFQeP215e6gG4dQyUZK0BPOrFZEbhDiTWghw==";
