// A TCP port of the loopback in the place of a pseudo-terminal, for systems that have none. One
// program at a time, as on a serial port. Knows nothing of what is said over it.
import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { MOST_UNREAD_BYTES, type SerialEnd } from "./serial-end.ts";

const HOST = "127.0.0.1";
/** For the program before to hang up, which is told later than it is done. */
const HANG_UP_MS = 500;

export async function openTcpEnd(): Promise<SerialEnd> {
  const server = createServer({ noDelay: true });
  server.listen(0, HOST);
  await once(server, "listening");
  return new TcpEnd(server);
}

class TcpEnd implements SerialEnd {
  readonly address: string;
  onBytes: (bytes: Uint8Array) => void = () => {};
  readonly #server: Server;
  #client: Socket | undefined;
  #next: Socket | undefined;
  #isTaking = true;

  constructor(server: Server) {
    this.#server = server;
    this.address = `tcp://${HOST}:${(server.address() as AddressInfo).port}`;
    server.on("connection", (socket) => this.#connected(socket));
  }

  #connected(socket: Socket): void {
    socket.on("error", () => {});
    if (this.#client === undefined) {
      this.#serve(socket);
      return;
    }
    this.#next?.destroy();
    this.#next = socket;
    const tooLate = setTimeout(() => socket.destroy(), HANG_UP_MS);
    this.#client.once("close", () => {
      clearTimeout(tooLate);
      if (this.#next === socket && !socket.destroyed) this.#serve(socket);
    });
  }

  #serve(socket: Socket): void {
    this.#client = socket;
    this.#next = undefined;
    socket.once("close", () => {
      if (this.#client === socket) this.#client = undefined;
    });
    socket.on("data", (bytes) => this.onBytes(bytes));
    if (!this.#isTaking) socket.pause();
  }

  write(bytes: Uint8Array): void {
    const client = this.#client;
    if (client && client.writableLength < MOST_UNREAD_BYTES) client.write(bytes);
  }

  setTaking(isTaking: boolean): void {
    this.#isTaking = isTaking;
    if (isTaking) this.#client?.resume();
    else this.#client?.pause();
  }

  async close(): Promise<void> {
    this.#client?.destroy();
    this.#next?.destroy();
    if (!this.#server.listening) return;
    const closed = once(this.#server, "close");
    this.#server.close();
    await closed;
  }
}
