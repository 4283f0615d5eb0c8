// A client's socket in the model network, as the host's sessions use one of node:net.
import { setImmediate } from "node:timers/promises";
import { expect, it } from "vitest";
import { HostSocket } from "../../../../host/simulator/virtual/host-socket.ts";
import type { Wire } from "../../../../host/simulator/virtual/wire.ts";
import { World } from "../../../../host/simulator/virtual/world.ts";

interface Bench {
  readonly world: World;
  readonly socket: HostSocket;
  readonly events: string[];
  /** The server's end, once it has been accepted, and what came there. */
  readonly wire: () => Wire;
  readonly arrived: () => string;
}

function bench(receive?: (bytes: Buffer) => void): Bench {
  const world = new World();
  let wire: Wire | undefined;
  let arrived = "";
  world.network.listen("here", 7, {
    accept(accepted) {
      wire = accepted;
      accepted.onBytes = (bytes) => {
        arrived += bytes.toString();
        return true;
      };
    },
  });
  const station = world.network.station("client");
  const socket = new HostSocket({ time: world.time, station, host: "here", port: 7, receive });
  const events: string[] = [];
  for (const name of ["connect", "end", "close"]) socket.on(name, () => events.push(name));
  socket.on("error", (error: NodeJS.ErrnoException) => events.push(`error ${error.code}`));
  return { world, socket, events, wire: () => wire!, arrived: () => arrived };
}

it("connects, takes what was written before, and brings what is sent", async () => {
  const { world, socket, events, wire, arrived } = bench();
  let read = "";
  socket.on("data", (bytes: Buffer) => {
    read += bytes.toString();
  });
  socket.write("hello");
  await world.advance(50);
  expect(events).toEqual(["connect"]);
  expect(arrived()).toBe("hello");
  wire().send(Buffer.from("welcome"));
  await world.advance(50);
  expect(read).toBe("welcome");
  wire().close();
  await world.advance(50);
  expect(events).toEqual(["connect", "end", "close"]);
});

it("ends with what was written still sent", async () => {
  const { world, socket, events, arrived } = bench();
  socket.resume();
  await world.advance(50);
  socket.end("bye");
  await world.advance(50);
  expect(arrived()).toBe("bye");
  socket.destroy();
  await setImmediate();
  expect(events).toContain("close");
});

it("hands over what arrives without a buffer of its own, and holds it while it is paused", async () => {
  const received: string[] = [];
  const { world, socket, wire } = bench((bytes) => received.push(bytes.toString()));
  await world.advance(50);
  wire().send(Buffer.from("a"));
  await world.advance(50);
  socket.pause();
  wire().send(Buffer.from("b"));
  wire().send(Buffer.from("c"));
  await world.advance(1000);
  expect(received).toEqual(["a"]);
  socket.resume();
  await world.advance(50);
  // What has come meanwhile is read at once, as from a socket of the system.
  expect(received).toEqual(["a", "bc"]);
});

it("is told of a reset, of a refusal and of no answer", async () => {
  const { world, events, wire } = bench();
  await world.advance(50);
  wire().reset();
  await world.advance(50);
  expect(events).toEqual(["connect", "error ECONNRESET", "close"]);

  const errors: unknown[] = [];
  const open = (client: string): void => {
    const station = world.network.station(client);
    const socket = new HostSocket({ time: world.time, station, host: "there", port: 7 });
    socket.on("error", ({ code }: NodeJS.ErrnoException) => errors.push(code));
  };
  open("one");
  world.network.station("two").faults.isUnreachable = true;
  open("two");
  await world.advance(20_000);
  expect(errors).toEqual(["ECONNREFUSED", "ETIMEDOUT"]);
});

it("hears nothing of a connection that stands open", async () => {
  const { world, socket, events, arrived } = bench();
  await world.advance(50);
  world.network.station("client").halfOpen();
  socket.write("lost");
  await world.advance(600_000);
  expect(events).toEqual(["connect"]);
  expect(arrived()).toBe("");
});

it("is destroyed at the time at which it is, whatever else is planned", async () => {
  const { world, socket, events } = bench();
  await world.advance(50);
  let closedAt = 0;
  socket.on("close", () => {
    closedAt = world.time.now();
  });
  world.time.after(100, () => socket.destroy());
  await world.advance(1000);
  expect(events).toContain("close");
  expect(closedAt).toBe(150);
});
