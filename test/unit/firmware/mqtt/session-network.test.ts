// Coming back: the back-off, the network going and coming in each phase, events of old sockets.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SessionBench } from "./session-bench.ts";
import { connack, puback, publishOf } from "./wire.ts";

let bench: SessionBench;
beforeEach(async () => {
  bench = await SessionBench.open();
});
afterEach(() => bench.close());

/** Waits of the attempts that follow, each of which the peer closes at once. */
function waits(count: number): number[] {
  return Array.from({ length: count }, () => {
    bench.link.drop();
    return bench.untilNextAttempt();
  });
}

const DOUBLING = [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000];

describe("the back-off", () => {
  it("doubles from 1 s to 60 s", () => {
    bench.interpreter.random = () => 0;
    bench.networkUp();
    expect(waits(9)).toEqual(DOUBLING);
  });

  it("is shortened by up to a quarter", () => {
    bench.interpreter.random = () => 1 - Number.EPSILON;
    bench.networkUp();
    expect(waits(9)).toEqual(DOUBLING.map((wait) => wait * 0.75));
  });

  it("differs from try to try", () => {
    let calls = 0;
    bench.interpreter.random = () => [0.1, 0.9][calls++ % 2]!;
    bench.networkUp();
    expect(waits(3)).toEqual([975, 1550, 3900]);
  });

  it("goes on through a login that is accepted but brings no reading through", () => {
    bench.interpreter.random = () => 0;
    bench.networkUp();
    const afterLogin = [1000, 2000, 4000].map(() => {
      bench.connect();
      bench.session.publish("meta", "{}", true, 0);
      bench.loop.settle();
      bench.link.deliver(puback(bench.packets.at(-1)!.messageId!));
      bench.link.drop();
      return bench.untilNextAttempt();
    });
    expect(afterLogin).toEqual([1000, 2000, 4000]);
  });

  it("starts at 1 s again once a reading was acknowledged", () => {
    bench.interpreter.random = () => 0;
    bench.networkUp();
    expect(waits(4)).toEqual([1000, 2000, 4000, 8000]);
    bench.connect();
    bench.session.publish("telemetry", "{}", false, 17);
    bench.loop.settle();
    bench.link.deliver(puback(bench.packets.at(-1)!.messageId!));
    expect(waits(2)).toEqual([1000, 2000]);
  });

  it.each([
    ["a refusal", () => bench.link.deliver(connack(5))],
    ["a close", () => bench.link.drop()],
    ["an error", () => bench.link.drop(true)],
  ])("counts %s alike", (_name, fail) => {
    bench.interpreter.random = () => 0;
    bench.networkUp();
    const seen = [1, 2, 3].map(() => {
      bench.accept();
      fail();
      return bench.untilNextAttempt();
    });
    expect(seen).toEqual([1000, 2000, 4000]);
  });

  it("counts an exception of net.connect, for ever", () => {
    bench.interpreter.random = () => 0;
    bench.interpreter.onConnect = () => {
      throw new Error("Unable to create socket");
    };
    bench.networkUp();
    bench.loop.advance(600_000);
    const [first = 0, ...others] = [1, 2, 4, 8, 16, 32, 60].map((s) => s * 1000);
    expect(first).toBe(1000);
    expect(bench.links.length).toBe(
      1 + 1 + others.length + Math.floor((600_000 - 123_000) / 60_000),
    );
  });

  it("makes one attempt at a time", () => {
    bench.networkUp();
    bench.accept();
    bench.link.deliver(connack(5));
    bench.link.drop();
    bench.loop.settle();
    bench.loop.advance(1000);
    expect(bench.links).toHaveLength(2);
    expect(bench.loop.timerCount).toBe(0);
  });
});

describe("the network", () => {
  const phases: Record<string, () => void> = {
    "before anything": () => {},
    "while TCP opens": () => bench.networkUp(),
    "while CONNACK is due": () => {
      bench.networkUp();
      bench.accept();
    },
    "while connected": () => {
      bench.connect();
      bench.session.publish("t", "p", false, 1);
    },
    "while waiting for the next attempt": () => {
      bench.networkUp();
      bench.link.drop();
      bench.loop.settle();
    },
  };

  it.each(Object.keys(phases))(
    "goes %s: no attempt until it is back, then one at once",
    (phase) => {
      phases[phase]!();
      const before = bench.links.length;
      bench.session.networkChanged(false, "wifi: lost");
      bench.pass(120_000);
      expect(bench.links).toHaveLength(before);
      expect(bench.links.every(({ isClosed }) => isClosed)).toBe(true);
      expect(bench.session.isConnected()).toBe(false);
      expect(bench.lost.at(-1)).toBe("wifi: lost");
      bench.networkUp();
      expect(bench.links).toHaveLength(before + 1);
      bench.connect();
      bench.pass(60_000);
      expect(bench.session.isConnected()).toBe(true);
      expect(bench.links).toHaveLength(before + 1);
    },
  );

  it.each(Object.keys(phases))("comes back %s without having been gone", (phase) => {
    phases[phase]!();
    bench.networkUp();
    bench.connect();
    bench.pass(60_000);
    expect(bench.session.isConnected()).toBe(true);
    expect(bench.links.filter(({ isClosed }) => !isClosed)).toHaveLength(1);
  });

  it("coming back starts the back-off at 1 s", () => {
    bench.interpreter.random = () => 0;
    bench.networkUp();
    waits(5);
    bench.session.networkChanged(false, "wifi: lost");
    bench.networkUp();
    expect(waits(2)).toEqual([1000, 2000]);
  });
});

describe("an event of an old socket, still in the queue when the socket is given up", () => {
  it("`connect` while there is no network starts no attempt", () => {
    bench.networkUp();
    bench.link.accept();
    bench.session.networkChanged(false, "wifi: lost");
    const told = bench.lost.length;
    bench.pass(120_000);
    expect(bench.links).toHaveLength(1);
    expect(bench.lost).toHaveLength(told);
  });

  it("`connect` while the next one opens sends one CONNECT, not two [MQTT-3.1.0-2]", () => {
    bench.networkUp();
    bench.link.accept();
    bench.session.networkChanged(false, "wifi: lost");
    bench.session.networkChanged(true, "wifi: up");
    bench.loop.settle();
    bench.accept();
    expect(bench.packets.map(({ cmd }) => cmd)).toEqual(["connect"]);
    bench.link.deliver(connack());
    expect(bench.connections).toBe(1);
  });

  it("`close` while there is no network changes nothing", () => {
    bench.connect();
    bench.link.drop();
    bench.session.networkChanged(false, "wifi: lost");
    const told = bench.lost.length;
    bench.pass(120_000);
    expect(bench.links).toHaveLength(1);
    expect(bench.lost).toHaveLength(told);
  });

  it("`close` while the next one waits its turn does not shorten or double the wait", () => {
    bench.interpreter.random = () => 0;
    bench.connect();
    bench.link.drop();
    bench.link.deliver(connack());
    expect(bench.untilNextAttempt()).toBe(1000);
    bench.loop.advance(120_000);
    expect(bench.links).toHaveLength(2);
  });

  it("bytes after the connection was given up are not heard", () => {
    bench.connect();
    const old = bench.link;
    old.deliver(publishOf("a", "x")); // heard
    bench.session.networkChanged(false, "wifi: lost");
    old.deliver(publishOf("a", "y"));
    bench.networkUp();
    old.deliver(publishOf("a", "z"));
    expect(bench.messages).toEqual([["a", "x", false]]);
  });
});

describe("signs of life, for the watchdog", () => {
  it("an attempt is one, and so are bytes; silence is none", () => {
    bench.answers.pings = false;
    bench.networkUp();
    bench.pass(2000);
    bench.accept();
    bench.pass(1000);
    bench.link.deliver(connack());
    bench.pass(3000);
    expect(bench.life).toEqual([true, false, false, true, false, false]);
  });

  it("waiting without a network is none", () => {
    bench.session.networkChanged(false, "wifi: lost");
    bench.pass(5000);
    expect(bench.life).toEqual([false, false, false, false, false]);
  });
});
