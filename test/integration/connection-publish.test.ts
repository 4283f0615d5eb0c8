// What the host's client publishes: acknowledged, refused, sent again, or never answered.
import { describe, expect, it } from "vitest";
import { DeadlineError } from "../../host/errors.ts";
import { Unconfirmed } from "../../host/telemetry/outgoing.ts";
import { accept } from "../doubles/answering-broker.ts";
import { bytes, failure, useClients } from "../doubles/clients.ts";

const { aedes, scripted, open } = useClients();

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
      connect: accept({ receiveMaximum: 3 }),
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
      connect: accept({ maximumQoS: 0, retainAvailable: false }),
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
