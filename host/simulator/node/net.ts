// require("net") as a client (jswrap_net.c). connect() blocks on the ESP32 until TCP has answered;
// here it returns, and the interpreter stands still until then.
import type { ConsoleOutput } from "./console.ts";
import type { HalfOpenLinks } from "./half-open.ts";
import { hostAddress } from "./host-address.ts";
import type { Interpreter } from "./interpreter.ts";
import type { Listeners } from "./listeners.ts";
import { ECONNABORTED, type Link, type Network, type Opening } from "./network.ts";
import type { Radio } from "./radio.ts";
import type { Realm } from "./realm.ts";
import type { TcpSocket, TcpSockets } from "./sockets.ts";

/** CONFIG_LWIP_MAX_SOCKETS of the ESP-IDF. */
const MOST_SOCKETS = 10;
/** newlib's errno.h */
const EHOSTUNREACH = 118;

export interface NetSurroundings {
  readonly interpreter: Interpreter;
  readonly sockets: TcpSockets;
  readonly console: ConsoleOutput;
  readonly radio: Radio;
  readonly network: Network;
  readonly halfOpen: HalfOpenLinks;
  readonly listeners: Listeners;
}

export class Net {
  readonly module: object;
  readonly #openings = new Map<TcpSocket, { opening: Opening; fail: (error: number) => void }>();

  constructor(
    private readonly realm: Realm,
    private readonly surroundings: NetSurroundings,
  ) {
    const prototype = this.#socketPrototype();
    // jswrap_object_on_X: what came before the first listener is given to it.
    surroundings.listeners.onAdded = (self, event) => {
      const socket = event === "data" ? surroundings.sockets.of(self) : undefined;
      if (socket === undefined || socket.stream === "") return;
      surroundings.listeners.queue(self, "data", socket.stream);
      socket.stream = "";
    };
    this.module = realm.object({
      connect: (options: unknown, callback: unknown) => this.#connect(prototype, options, callback),
    });
  }

  #connect(prototype: object, given: unknown, callback: unknown): object | undefined {
    const { realm, surroundings } = this;
    const options = typeof given === "string" ? parseAddress(given) : given;
    if (typeof options !== "object" || options === null) {
      surroundings.console.printLine("ERROR: Expecting Options to be an Object");
      return undefined;
    }
    if (callback !== undefined && typeof callback !== "function") {
      surroundings.console.printLine("ERROR: Expecting Callback Function");
      return undefined;
    }
    const { host, port } = options as { host?: unknown; port?: unknown };
    const self = Object.create(prototype) as object;
    const socket = surroundings.sockets.add(self);
    if (callback !== undefined) surroundings.listeners.setBare(self, "connect", callback);

    const name = host === undefined ? "127.0.0.1" : String(host);
    if (!surroundings.radio.online) {
      // A name cannot be looked up, and an address has no route (lwIP's ERR_RTE).
      socket.closeNow = true;
      if (hostAddress(name) === undefined) throw realm.internalError("Unable to locate host");
      surroundings.console.printLine(`ERROR: Connect failed (err ${EHOSTUNREACH})`);
      throw realm.internalError("Unable to create socket");
    }
    if (surroundings.sockets.open.length > MOST_SOCKETS) {
      socket.closeNow = true;
      surroundings.console.printLine("ERROR: Socket creation failed");
      throw realm.internalError("Unable to create socket");
    }
    this.#open(socket, hostAddress(name) ?? name, Number(port) & 0xffff);
    return self;
  }

  #open(socket: TcpSocket, host: string, port: number): void {
    const { interpreter, console, network, sockets } = this.surroundings;
    const release = interpreter.block();
    const finish = (result: Link | number): void => {
      this.#openings.delete(socket);
      if (typeof result === "number") {
        // On the board connect() itself throws here. Its caller has gone on meanwhile, so that the
        // socket closes instead, as it does on the board after the exception.
        console.printLine(`ERROR: Connect failed (err ${result})`);
        socket.closeNow = true;
      } else sockets.attach(socket, result);
      release();
    };
    const opening = network.openLink(host, port, finish);
    this.#openings.set(socket, { opening, fail: finish });
  }

  /** Wi-Fi is gone: lwIP aborts what is open and what is being opened. */
  networkDown(): void {
    for (const { opening, fail } of [...this.#openings.values()]) {
      opening.abandon();
      fail(ECONNABORTED);
    }
    this.abandonAll();
  }

  /** Power cut: nothing is closed in an orderly way. */
  abandonAll(): void {
    for (const { opening } of this.#openings.values()) opening.abandon();
    this.#openings.clear();
    for (const end of this.surroundings.sockets.abandonAll()) this.surroundings.halfOpen.add(end);
  }

  /** jswrap_net_kill */
  kill(): void {
    for (const { opening } of this.#openings.values()) opening.abandon();
    this.#openings.clear();
    this.surroundings.sockets.killAll();
  }

  #socketPrototype(): object {
    const { realm } = this;
    const { sockets } = this.surroundings;
    const of = (self: object): TcpSocket => {
      const socket = sockets.of(self);
      if (socket === undefined) throw realm.error("This socket is closed");
      return socket;
    };
    return realm.object({
      /** Always false, as in jswrap_net_socket_write; `drain` tells when all is sent. */
      write(this: object, text: unknown): boolean {
        sockets.write(of(this), String(text));
        return false;
      },
      end(this: object, text: unknown): void {
        if (text !== undefined) sockets.write(of(this), String(text));
        sockets.end(of(this));
      },
      available(this: object): number {
        return of(this).stream.length;
      },
      read(this: object, characters: unknown): string {
        return sockets.read(of(this), Number(characters) || 0);
      },
    });
  }
}

/** The part of url.parse (jswrap_net.c) that connect("host:port") needs. */
function parseAddress(text: string): { host?: string; port?: number } {
  const match = /^(?:[a-z]+:)?\/\/([^:/?]*)(?::(\d+))?/.exec(text);
  return match === null ? { host: "" } : { host: match[1]!, port: Number(match[2] ?? 0) };
}
