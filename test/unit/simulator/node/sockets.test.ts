// socketClientConnectionsIdle (libs/network/socketserver.c) pass by pass, over a scripted link. The
// orders of events were measured on the real interpreter against a scripted server.
import { describe, expect, it } from "vitest";
import { SystemClock } from "../../../../host/simulator/node/clock.ts";
import { ConsoleOutput } from "../../../../host/simulator/node/console.ts";
import { Interpreter } from "../../../../host/simulator/node/interpreter.ts";
import { Listeners } from "../../../../host/simulator/node/listeners.ts";
import type { Link } from "../../../../host/simulator/node/network.ts";
import { OwnRealm } from "../../../../host/simulator/node/realm.ts";
import { TcpSockets } from "../../../../host/simulator/node/sockets.ts";
import { ManualScheduler } from "./manual-scheduler.ts";

/** What the peer does, said in advance or in between. */
class ScriptedLink implements Link {
  onActivity = (): void => {};
  incoming = "";
  over = false;
  room = Number.POSITIVE_INFINITY;
  sent = "";
  sends: number[] = [];
  closed = false;

  receive(most: number): string | undefined {
    if (this.incoming === "" && this.over) return undefined;
    const text = this.incoming.slice(0, most);
    this.incoming = this.incoming.slice(most);
    return text;
  }

  send(bytes: string): number | undefined {
    if (this.over) return undefined;
    const taken = bytes.slice(0, this.room);
    this.sent += taken;
    this.sends.push(taken.length);
    return taken.length;
  }

  close(): void {
    this.closed = true;
  }

  abandon(): () => void {
    return () => {};
  }
}

function socketOnBench(listens = true) {
  const scheduler = new ManualScheduler();
  const clock = new SystemClock(scheduler, 0);
  const console = new ConsoleOutput(() => {});
  const interpreter = new Interpreter({
    scheduler,
    clock,
    console,
    enter() {},
    evaluate: () => undefined,
    placed: (line) => line,
    adviceOn: () => undefined,
  });
  const realm = new OwnRealm();
  const listeners = new Listeners(interpreter, () => {});
  const sockets = new TcpSockets(realm, interpreter, listeners);
  interpreter.idlers.push(() => sockets.idle());
  const self = {};
  const socket = sockets.add(self);
  const link = new ScriptedLink();
  const events: string[] = [];
  for (const name of ["connect", "drain", "end", "close", "error"]) {
    listeners.add(self, name, (value: unknown) => {
      events.push(
        value === undefined || value === self ? name : `${name} ${JSON.stringify(value)}`,
      );
    });
  }
  const listen = () =>
    listeners.add(self, "data", (text: string) => events.push(`data ${text.length}`));
  if (listens) listen();
  sockets.attach(socket, link);
  return {
    socket,
    sockets,
    link,
    events,
    listen,
    rest(): string[] {
      interpreter.wake();
      scheduler.advance(0);
      return events.splice(0);
    },
  };
}

describe("a TCP socket of the board", () => {
  it("connects with `connect`, then `drain` when there is nothing to send", () => {
    expect(socketOnBench().rest()).toEqual(["connect", "drain"]);
  });

  // Measured: "before connect, after connect, write false, drain, connect, drain".
  it("drains twice when its first bytes went out in the pass that connected it", () => {
    const { sockets, socket, rest, link } = socketOnBench();
    sockets.write(socket, "first");
    expect(rest()).toEqual(["drain", "connect", "drain"]);
    expect(link.sent).toBe("first");
  });

  it("gives data at once, so that it may come before `connect` (measured)", () => {
    const { rest, link } = socketOnBench();
    link.incoming = "HELLO";
    expect(rest()).toEqual(["data 5", "connect", "drain"]);
  });

  it("sends and receives at most 536 bytes in a pass (net->chunkSize)", () => {
    const { sockets, socket, rest, link } = socketOnBench();
    rest();
    sockets.write(socket, "x".repeat(1400));
    link.incoming = "y".repeat(1405);
    expect(rest()).toEqual(["data 536", "data 536", "data 333", "drain"]);
    expect(link.sends).toEqual([536, 536, 328]);
  });

  it("waits while the link takes nothing, and loses no byte", () => {
    const { sockets, socket, rest, link } = socketOnBench();
    rest();
    link.room = 100;
    sockets.write(socket, "x".repeat(250));
    expect(rest()).toEqual(["drain"]);
    link.room = 0;
    sockets.write(socket, "later");
    expect(rest()).toEqual([]);
    link.room = 100;
    link.onActivity();
    expect(rest()).toEqual(["drain"]);
    expect(link.sent).toBe(`${"x".repeat(250)}later`);
  });

  // Measured: end, then close false; recv() tells every failure as -1, which is no error.
  it("closes without an error when the peer has ended, or reset it", () => {
    const { rest, link, sockets } = socketOnBench();
    rest();
    link.incoming = "tail";
    link.over = true;
    expect(rest()).toEqual(["data 4", "end", "close false"]);
    expect(link.closed).toBe(true);
    expect(sockets.open).toEqual([]);
  });

  it("closes with error -8 when bytes were left to send", () => {
    const { sockets, socket, rest, link } = socketOnBench();
    rest();
    link.over = true;
    sockets.write(socket, "unsent");
    expect(rest()).toEqual(['error {"code":-8,"message":"unsent data"}', "end", "close true"]);
  });

  // Measured: no connect, no drain; "This socket is closed" at the next write.
  it("ends before it has connected when end() comes at once", () => {
    const { sockets, socket, rest } = socketOnBench();
    sockets.end(socket);
    expect(() => sockets.write(socket, "x")).toThrow("This socket is closed");
    expect(rest()).toEqual(["end", "close false"]);
  });

  it("sends everything before it ends, and drains no more", () => {
    const { sockets, socket, rest, link } = socketOnBench();
    sockets.write(socket, "x".repeat(2000));
    sockets.end(socket);
    expect(rest()).toEqual(["connect", "end", "close false"]);
    expect(link.sent).toHaveLength(2000);
  });

  it("keeps what comes while nobody listens, and gives it to read()", () => {
    const { sockets, socket, rest, link } = socketOnBench(false);
    rest();
    link.incoming = "HELLO";
    rest();
    expect(socket.stream).toBe("HELLO");
    expect(sockets.read(socket, 2)).toBe("HE");
    expect(sockets.read(socket, 0)).toBe("LLO");
    expect(sockets.read(socket, 0)).toBe("");
  });

  // Measured: 1400 bytes that found no room came as `data` again and again until more arrived.
  it("hands over again and again what found no room before somebody listened", () => {
    const { rest, link, listen, events, socket } = socketOnBench(false);
    rest();
    link.incoming = "HELLO";
    rest();
    link.incoming = "x".repeat(520);
    expect(rest()).toEqual([]);
    expect(socket.received).toHaveLength(520);
    listen();
    expect(() => rest()).toThrow("never comes to rest");
    expect(events.filter((event) => event === "data 520").length).toBeGreaterThan(2);
  });

  it("loses what was written and not sent when the program is shut down (socketKill)", () => {
    const { sockets, socket, rest, link } = socketOnBench();
    rest();
    sockets.write(socket, "BYE");
    sockets.killAll();
    expect(link.sent).toBe("");
    expect(link.closed).toBe(true);
  });

  it("looks closed to the board when the network is gone, and the peer is not told", () => {
    const { sockets, rest, link } = socketOnBench();
    rest();
    sockets.abandonAll();
    expect(rest()).toEqual(["end", "close false"]);
    expect(link.closed).toBe(false);
  });
});
