// The host's client as it connects and subscribes: what is refused, what is tried again, what is told.
import { createServer } from "node:net";
import { describe, expect, it } from "vitest";
import { Secret } from "../../host/config/secret.ts";
import { BrokerError } from "../../host/errors.ts";
import { failure, useClients } from "../doubles/clients.ts";
import { NOBODY } from "../doubles/ports.ts";
import { until } from "../doubles/until.ts";

const { events, kinds, toClose, interrupt, aedes, scripted, open } = useClients();

const LOGIN = "the login is --username, and ESPULSE_PASSWORD in the environment or .env.local";

describe("the first connection", () => {
  it.each([
    [4, `bad user name or password (code 4); ${LOGIN}`],
    [5, `not authorized (code 5); ${LOGIN}`],
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
    interrupt();
    expect((await opening).name).toBe("AbortError");
  });

  it("to a server that is no broker says so", async () => {
    const mute = createServer((socket) => {
      socket.resume().end("HTTP/1.1 400 Bad Request\r\n\r\n");
    });
    await new Promise<void>((resolve) => mute.listen(0, "127.0.0.1", resolve));
    await toClose(Promise.resolve({ close: () => new Promise((resolve) => mute.close(resolve)) }));
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
