// require("dgram"), UDP over IPv4 (jswrap_net.c, socketserver.c): one datagram out and one in each
// idle pass. Knows nothing of TCP.
import { toBinaryString } from "./bytes.ts";
import type { Interpreter } from "./interpreter.ts";
import type { Listeners } from "./listeners.ts";
import type { UdpSocket as NativeSocket, Network } from "./network.ts";
import type { Radio } from "./radio.ts";
import type { Realm } from "./realm.ts";
import { CHUNK_BYTES } from "./sockets.ts";

/** sizeof(JsNetUDPPacketHeader): what one chunk has room for beside it is the longest datagram. */
const HEADER_BYTES = 8;
/** CONFIG_UDP_RECVMBOX_SIZE of the ESP-IDF: more than these are lost. */
const MOST_WAITING = 6;

interface Datagram {
  readonly text: string;
  readonly address: string;
  readonly port: number;
}

interface UdpSocket {
  readonly self: object;
  native: NativeSocket | undefined;
  bound: boolean;
  connected: boolean;
  close: boolean;
  closeNow: boolean;
  readonly toSend: Datagram[];
  readonly received: Datagram[];
  longest: number;
}

export interface DgramSurroundings {
  readonly interpreter: Interpreter;
  readonly listeners: Listeners;
  readonly radio: Radio;
  readonly network: Network;
}

export class Dgram {
  readonly module: object;
  readonly #open: UdpSocket[] = [];
  readonly #bySelf = new WeakMap<object, UdpSocket>();

  constructor(
    private readonly realm: Realm,
    private readonly surroundings: DgramSurroundings,
  ) {
    const prototype = this.#prototype();
    this.module = realm.object({
      createSocket: (type: unknown, callback: unknown): object => {
        const self = Object.create(prototype) as object;
        const { recvBufferSize } = Object(type) as { recvBufferSize?: unknown };
        const socket: UdpSocket = {
          self,
          native: undefined,
          bound: false,
          connected: false,
          close: false,
          closeNow: false,
          toSend: [],
          received: [],
          longest: Math.max(CHUNK_BYTES, Number(recvBufferSize) || 0) - HEADER_BYTES,
        };
        this.#open.push(socket);
        this.#bySelf.set(self, socket);
        if (callback !== undefined) surroundings.listeners.setBare(self, "connect", callback);
        return self;
      },
    });
  }

  #of(self: object): UdpSocket {
    const socket = this.#bySelf.get(self);
    if (socket === undefined) throw this.realm.error("This socket is closed");
    return socket;
  }

  #native(socket: UdpSocket, port?: number): void {
    const { interpreter, radio, network } = this.surroundings;
    if (port !== undefined) socket.bound = true;
    socket.native = network.openUdp(port, {
      message: (bytes, address, from) => {
        if (!radio.online || socket.received.length >= MOST_WAITING) return;
        const text = toBinaryString(bytes.subarray(0, socket.longest));
        socket.received.push({ text, address, port: from });
        interpreter.wake();
      },
      failed: () => {
        socket.closeNow = true;
        interpreter.wake();
      },
    });
  }

  #prototype(): object {
    const { interpreter } = this.surroundings;
    const of = this.#of.bind(this);
    const native = this.#native.bind(this);
    const { realm } = this;
    return realm.object({
      /** send(buffer, offset, length, port, address) or send(buffer, port, address) */
      send(this: object, buffer: unknown, ...rest: unknown[]): void {
        const socket = of(this);
        const whole = String(buffer);
        const [offset, length, port, address] = rest;
        const part = typeof port === "number";
        const text = part ? whole.substr(Number(offset) || 0, Number(length) || 0) : whole;
        if (socket.close || socket.closeNow) throw realm.error("This socket is closed");
        socket.toSend.push({
          text,
          port: Number(part ? port : offset) & 0xffff,
          address: String(part ? address : length),
        });
        if (socket.native === undefined) native(socket);
        interpreter.wake();
      },
      bind(this: object, port: unknown, callback: unknown): object {
        const socket = of(this);
        native(socket, Number(port) & 0xffff);
        if (typeof callback === "function") interpreter.queue(this, [callback], [this]);
        return this;
      },
      close(this: object): void {
        const socket = of(this);
        if (socket.toSend.length === 0) socket.closeNow = true;
        socket.close = true;
        interpreter.wake();
      },
      addMembership(this: object, group: unknown, ip: unknown): void {
        of(this).native?.addMembership(String(group), ip === undefined ? undefined : String(ip));
      },
    });
  }

  idle(): boolean {
    let busy = false;
    for (const socket of [...this.#open]) {
      if (this.surroundings.interpreter.halted) return false;
      if (this.#idleOne(socket)) busy = true;
    }
    return busy;
  }

  #idleOne(socket: UdpSocket): boolean {
    const { listeners } = this.surroundings;
    const { self } = socket;
    let busy = false;
    let closeNow = socket.closeNow;
    if (socket.native !== undefined && !closeNow) {
      const next = socket.toSend.shift();
      if (next !== undefined) {
        busy = true;
        this.#transmit(socket.native, next);
        if (socket.toSend.length === 0 && !socket.close) listeners.queue(self, "drain", self);
      } else if (socket.close) closeNow = true;
      if (!socket.connected) {
        socket.connected = busy = true;
        listeners.queue(self, "connect", self);
        if (socket.toSend.length === 0) listeners.queue(self, "drain", self);
      }
      const datagram = socket.received.shift();
      if (datagram !== undefined) {
        busy = true;
        const { text, address, port } = datagram;
        const sender = this.realm.object({ address, port, size: text.length });
        listeners.queue(self, "message", text, sender);
      }
    }
    if (!closeNow) return busy;
    this.#kill(socket);
    // A bound socket stands in two of the interpreter's lists and closes once in each (socketserver.c).
    for (let list = 0; list < (socket.bound ? 2 : 1); list++) {
      listeners.queue(self, "end");
      listeners.queue(self, "close", false);
    }
    return true;
  }

  #transmit(native: NativeSocket, { text, address, port }: Datagram): void {
    // Without a network sendto() fails and the datagram is lost; nobody is told.
    if (!this.surroundings.radio.online) return;
    native.send(text, port, address);
  }

  #kill(socket: UdpSocket): void {
    this.#open.splice(this.#open.indexOf(socket), 1);
    socket.close = true;
    socket.native?.close();
    socket.native = undefined;
  }

  killAll(): void {
    for (const socket of [...this.#open]) this.#kill(socket);
  }
}
