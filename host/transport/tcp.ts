// A console over TCP: a board's Telnet console, a simulator's, a serial port server's. Bytes are as
// they are: Espruino's Telnet negotiates nothing.
import { connect, type Socket } from "node:net";
import { ConfigError, TransportError } from "../errors.ts";
import { ByteQueue } from "./byte-queue.ts";
import type { Transport } from "./transport.ts";

const OPEN_DEADLINE_MS = 5000;

const REASONS: Record<string, string> = {
  ECONNREFUSED: "nothing listens there; is the board's or the simulator's console on?",
  ENOTFOUND: "no such host",
  EAI_AGAIN: "the name could not be resolved",
  EHOSTUNREACH: "no route to the host; is this computer in the board's network?",
  ENETUNREACH: "no route to the host; is this computer in the board's network?",
  ETIMEDOUT: "no answer; is this computer in the board's network?",
  ECONNRESET: "the other end broke the connection",
  EPIPE: "the other end closed the connection",
};

export async function openTcp(address: string): Promise<Transport> {
  const { host, port } = parseAddress(address);
  const socket = connect({ host, port, noDelay: true });
  await connected(socket, address);
  const queue = new ByteQueue();
  socket.on("data", (chunk) => queue.push(chunk));
  socket.on("error", (error) => queue.end(failure(address, "read", error)));
  socket.on("close", () =>
    queue.end(new TransportError(address, "read", "the other end closed the connection")),
  );
  return {
    address,
    write: (bytes) =>
      new Promise((resolve, reject) => {
        socket.write(bytes, (error) =>
          error ? reject(failure(address, "write", error)) : resolve(),
        );
      }),
    async close() {
      queue.end();
      if (socket.closed) return;
      await new Promise<void>((resolve) => socket.once("close", () => resolve()).destroy());
    },
    [Symbol.asyncIterator]: () => queue[Symbol.asyncIterator](),
  };
}

function parseAddress(address: string): { host: string; port: number } {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const port = Number(url?.port);
  if (!url?.hostname || !port || !["", "/"].includes(url.pathname)) {
    const message = "expected tcp://host:port, such as tcp://192.168.1.20:23";
    throw new ConfigError([{ path: address, message }]);
  }
  return { host: url.hostname.replace(/^\[(.*)\]$/, "$1"), port };
}

function connected(socket: Socket, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException): void => {
      clearTimeout(deadline);
      socket.destroy();
      reject(failure(address, "open", error));
    };
    const deadline = setTimeout(
      () => fail(Object.assign(new Error("timed out"), { code: "ETIMEDOUT" })),
      OPEN_DEADLINE_MS,
    );
    socket.once("error", fail);
    socket.once("connect", () => {
      clearTimeout(deadline);
      socket.off("error", fail);
      resolve();
    });
  });
}

function failure(
  address: string,
  operation: string,
  { code = "", message }: NodeJS.ErrnoException,
): TransportError {
  return new TransportError(address, operation, REASONS[code] ?? message, "missing");
}
