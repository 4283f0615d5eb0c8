// The transports against real sockets and against each other; the serial port is in
// test/integration/serial-port.test.ts.
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { ConfigError, TransportError } from "../../../host/errors.ts";
import { memoryPair } from "../../../host/transport/memory.ts";
import { openTransport, type Transport } from "../../../host/transport/transport.ts";

const ended: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0)) await end();
});

async function listening(onConnection: (socket: Socket) => void): Promise<number> {
  const sockets: Socket[] = [];
  const server: Server = createServer((socket) => {
    sockets.push(socket.on("error", () => {}));
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ended.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

/** All that comes, until so many bytes are there or it ends. */
async function read(transport: Transport, bytes = Number.POSITIVE_INFINITY): Promise<number[]> {
  const all: number[] = [];
  for await (const chunk of transport) {
    all.push(...chunk);
    if (all.length >= bytes) break;
  }
  return all;
}

async function failureOf(attempt: Promise<unknown>): Promise<TransportError> {
  const failure = await attempt.catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(TransportError);
  return failure as TransportError;
}

describe("in memory", () => {
  it("gives out of one end what is written to the other, as it was when written", async () => {
    const [one, other] = memoryPair();
    const bytes = Uint8Array.of(0x10, 0x01, 0xff);
    await one.write(bytes);
    bytes.fill(0);
    await one.write(Uint8Array.of(0x00));
    expect(await read(other, 4)).toEqual([0x10, 0x01, 0xff, 0x00]);
    await other.write(Uint8Array.of(0x06));
    expect(await read(one, 1)).toEqual([0x06]);
  });

  it("ends for the one who closes it, and is a cut cable for the other", async () => {
    const [one, other] = memoryPair();
    await other.write(Uint8Array.of(0x41));
    await one.close();
    await one.close();
    expect(await read(one)).toEqual([0x41]);
    expect((await failureOf(read(other))).message).toBe(
      "memory:: read failed: the other end is gone",
    );
    await failureOf(one.write(Uint8Array.of(0)));
  });
});

describe("tcp://", () => {
  it("carries every byte both ways", async () => {
    const every = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const port = await listening((socket) => socket.pipe(socket));
    const transport = await openTransport(`tcp://127.0.0.1:${port}`);
    await transport.write(every);
    expect(await read(transport, 256)).toEqual([...every]);
    await transport.close();
    expect(await read(transport)).toEqual([]);
  });

  it("says so when the other end closes", async () => {
    const port = await listening((socket) => socket.end("bye"));
    const address = `tcp://127.0.0.1:${port}`;
    const transport = await openTransport(address);
    const { message } = await failureOf(read(transport));
    expect(message).toBe(`${address}: read failed: the other end closed the connection`);
    await transport.close();
  });

  it("says what to do where nothing listens", async () => {
    const port = await listening(() => {});
    await ended.pop()!();
    const failure = await failureOf(openTransport(`tcp://127.0.0.1:${port}`));
    expect(failure.message).toMatch(/: open failed: nothing listens there; /);
    expect(failure.code).toBe("missing");
  });

  it.each(["tcp://", "tcp://host", "tcp://:23", "tcp://host:port", "tcp://h:1/x", "ws://host:1"])(
    "refuses %s as an address",
    (address) => expect(openTransport(address)).rejects.toBeInstanceOf(ConfigError),
  );
});

describe("a path", () => {
  it("that is not there is no port", async () => {
    const failure = await failureOf(openTransport("/dev/ttyNONE9"));
    expect(failure.message).toBe(
      "/dev/ttyNONE9: open failed: there is no such port; espulse ports lists those there are",
    );
    expect(failure.code).toBe("missing");
  });
});
