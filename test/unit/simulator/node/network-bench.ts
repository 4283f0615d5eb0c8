// A board in the network of this machine, and a TCP server there that tells what it notices of it.
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach } from "vitest";
import { type Bench, bench, SETTINGS } from "./bench.ts";

const JOIN = `require("Wifi").connect("${SETTINGS.wifi.ssid}", { password: "${SETTINGS.wifi.password}" });`;
/** `go(port, first)` connects, tells every event, and leaves the socket in `sock`. */
export const CONNECT = `function go(port, first) {
  try {
    var s = require("net").connect({ host: "127.0.0.1", port: port }, function () { print("connect"); });
    ["data", "end", "close", "error", "drain"].forEach(function (name) {
      s.on(name, function (x) { print(name, JSON.stringify(x)); });
    });
    if (first) s.write(first);
    return sock = s, "ok";
  } catch (e) { return e.toString(); }
}`;

/** Of what takes a few turns of the event loop: a busy machine may stop this process for seconds. */
const DEADLINE_MS = 20_000;

interface Peer {
  readonly socket: Socket;
  received: string;
  ended: boolean;
  closed: boolean;
}

class NetworkBench {
  made!: Bench;
  peers: Peer[] = [];
  #server!: Server;

  async open(): Promise<void> {
    this.peers = [];
    this.#server = createServer({ allowHalfOpen: true }, (socket) => {
      const peer = { socket, received: "", ended: false, closed: false };
      this.peers.push(peer);
      socket.on("data", (chunk: Buffer) => {
        peer.received += chunk.toString("latin1");
      });
      socket.on("end", () => {
        peer.ended = true;
        socket.end();
      });
      socket.on("close", () => {
        peer.closed = true;
      });
      socket.on("error", () => {});
    });
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
  }

  async close(): Promise<void> {
    await this.made.board.close();
    for (const { socket } of this.peers) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Without a network. */
  async boot(program: string): Promise<void> {
    this.made = await bench(program);
  }

  async join(program = ""): Promise<void> {
    await this.boot(`${JOIN} ${CONNECT} ${program}`);
    this.made.scheduler.advance(1000);
    this.made.said();
  }

  async connect(): Promise<void> {
    await this.made.value(`go(${this.port})`);
    await this.until(() => this.made.lines.includes("connect") && this.peers.length === 1);
    this.made.said();
  }

  /** Lets sockets work until it is so; the board's own clock stands still. */
  async until(isSo: () => boolean): Promise<void> {
    const deadline = Date.now() + DEADLINE_MS;
    while (!isSo()) {
      if (Date.now() > deadline) {
        throw new Error(`never so; the board said ${this.made.lines.join(" | ")}`);
      }
      await setImmediate();
      this.made.scheduler.advance(0);
    }
  }
}

/** For each test of the file a bench of its own. */
export function useNetwork(): NetworkBench {
  const network = new NetworkBench();
  beforeEach(() => network.open());
  afterEach(() => network.close());
  return network;
}
