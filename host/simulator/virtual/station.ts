// One place in the model network: a board, or a client of the host. Owns its connections and what the
// network does to them; a fault of the network is a property of a station.

import { fromBinaryString } from "../node/bytes.ts";
import { hostAddress } from "../node/host-address.ts";
import {
  CONNECT_TIMEOUT_MS,
  ECONNABORTED,
  ECONNRESET,
  type Link,
  type Network,
  type Opening,
  type UdpEvents,
  type UdpSocket,
} from "../node/network.ts";
import { BoardLink } from "./board-link.ts";
import { Pipe, type Weather } from "./pipe.ts";
import type { SeededRandom } from "./seeded-random.ts";
import type { VirtualNetwork } from "./virtual-network.ts";
import { Wire } from "./wire.ts";

/** lwIP asks a name server that does not answer again, and gives up (DNS_MAX_RETRIES, dns.c). */
const LOOKUP_MS = 5000;

/** What goes wrong on the way to and from a station. */
export interface StationFaults {
  /** Milliseconds more, and as much again by chance. */
  delayMs: number;
  /** Bytes that come in one piece at most; 0 for no limit. */
  pieceBytes: number;
  /** Names are not resolved. */
  isNameless: boolean;
  /** SYNs get no answer, datagrams are lost. */
  isUnreachable: boolean;
}

export class Station implements Network, Weather {
  readonly faults: StationFaults = {
    delayMs: 0,
    pieceBytes: 0,
    isNameless: false,
    isUnreachable: false,
  };
  /** Both directions of each connection, while either end has it. */
  #open: (readonly [Pipe, Pipe])[] = [];

  constructor(
    readonly name: string,
    private readonly network: VirtualNetwork,
    private readonly random: SeededRandom,
  ) {}

  latencyMs(): number {
    const { delayMs } = this.faults;
    const usual = this.network.latencyMs();
    return delayMs === 0 ? usual : usual + this.random.between(delayMs, 2 * delayMs);
  }

  cut(bytes: Buffer): readonly Buffer[] {
    const { pieceBytes } = this.faults;
    if (pieceBytes === 0 || bytes.length <= 1) return [bytes];
    const pieces: Buffer[] = [];
    for (let at = 0; at < bytes.length; ) {
      const end = at + 1 + this.random.below(pieceBytes);
      pieces.push(bytes.subarray(at, end));
      at = end;
    }
    return pieces;
  }

  /** Every connection of now stands open for good: what is sent is lost, and neither end hears of it. */
  halfOpen(): void {
    for (const [out, back] of this.#open) {
      out.kill();
      back.kill();
    }
    this.#open = [];
  }

  openLink(host: string, port: number, done: (result: Link | number) => void): Opening {
    return this.#openTcp(host, port, (pipes, fault) => {
      done(pipes === undefined ? fault : new BoardLink(pipes[0], pipes[1]));
    });
  }

  /** For a client of the host: its end of a connection, or the name of the error. */
  connect(host: string, port: number, done: (result: Wire | string) => void): Opening {
    return this.#openTcp(host, port, (pipes, fault) => {
      if (pipes !== undefined) done(new Wire(host, pipes[0], pipes[1]));
      else done(fault === ECONNRESET ? "ECONNREFUSED" : "ETIMEDOUT");
    });
  }

  openUdp(_port: number | undefined, events: UdpEvents): UdpSocket {
    const { time } = this.network;
    let isOpen = true;
    return {
      send: (text, port, address) => {
        const isNamed = hostAddress(address) === undefined;
        if (this.faults.isUnreachable || (isNamed && this.faults.isNameless)) return;
        const request = fromBinaryString(text);
        time.after(this.latencyMs(), () => {
          const reply = this.network.answererAt(address, port)?.(request, this.name);
          if (reply === undefined || this.faults.isUnreachable) return;
          time.after(this.latencyMs(), () => {
            if (isOpen) events.message(reply, address, port);
          });
        });
      },
      addMembership: () => {},
      close: () => {
        isOpen = false;
      },
    };
  }

  /** The handshake. */
  #openTcp(
    host: string,
    port: number,
    done: (pipes: readonly [Pipe, Pipe] | undefined, fault: number) => void,
  ): Opening {
    const { time } = this.network;
    let cancel: () => void;
    const fail = (fault: number): void => done(undefined, fault);
    if (hostAddress(host) === undefined && this.faults.isNameless) {
      cancel = time.after(LOOKUP_MS, () => fail(ECONNRESET));
    } else {
      cancel = time.after(this.latencyMs(), () => {
        const listener = this.network.listenerAt(host, port);
        if (this.faults.isUnreachable || listener?.isSilent?.()) {
          cancel = time.after(CONNECT_TIMEOUT_MS, () => fail(ECONNABORTED));
        } else if (listener === undefined) {
          cancel = time.after(this.latencyMs(), () => fail(ECONNRESET));
        } else {
          const pipes = [new Pipe(time, this), new Pipe(time, this)] as const;
          // The server has it when the last of the handshake has come; its first bytes may be there before.
          cancel = time.after(this.latencyMs(), () => {
            this.#keep(pipes);
            done(pipes, 0);
            listener.accept(new Wire(this.name, pipes[1], pipes[0]));
          });
        }
      });
    }
    return { abandon: () => cancel() };
  }

  #keep(pipes: readonly [Pipe, Pipe]): void {
    this.#open = this.#open.filter(([out, back]) => !(out.isOver && back.isOver));
    this.#open.push(pipes);
  }
}
