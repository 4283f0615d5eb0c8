// A network in virtual time: names, listeners, TCP connections between them and whoever has a station
// in it, and datagrams. Owns who reaches whom; what a connection carries is not its business.
import type { SeededRandom } from "./seeded-random.ts";
import { Station } from "./station.ts";
import type { VirtualTime } from "./virtual-time.ts";
import type { Wire } from "./wire.ts";

/** Milliseconds of a packet, one way: a Wi-Fi network with somebody else on it. */
const LEAST_LATENCY_MS = 0.4;
const MOST_LATENCY_MS = 4;

export interface Listener {
  /** Given the server's end of each connection. */
  readonly accept: (wire: Wire) => void;
  /** Connections are neither accepted nor refused. */
  readonly isSilent?: (() => boolean) | undefined;
}

/** Answers a datagram, or lets it go. */
export type Answerer = (request: Uint8Array, sender: string) => Uint8Array | undefined;

export interface VirtualNetworkOptions {
  readonly time: VirtualTime;
  readonly random: SeededRandom;
}

export class VirtualNetwork {
  readonly time: VirtualTime;
  readonly #random: SeededRandom;
  readonly #listeners = new Map<string, Listener>();
  readonly #answerers = new Map<string, Answerer>();
  readonly #stations = new Map<string, Station>();

  constructor({ time, random }: VirtualNetworkOptions) {
    this.time = time;
    this.#random = random;
  }

  /** Of a board or of a client on the host, by its name. */
  station(name: string): Station {
    const known = this.#stations.get(name);
    if (known !== undefined) return known;
    const made = new Station(name, this, this.#random);
    this.#stations.set(name, made);
    return made;
  }

  get stations(): readonly Station[] {
    return [...this.#stations.values()];
  }

  /** TCP at a name or an address; the result ends it: connections are then refused. */
  listen(host: string, port: number, listener: Listener): () => void {
    const place = `${host}:${port}`;
    this.#listeners.set(place, listener);
    return () => {
      if (this.#listeners.get(place) === listener) this.#listeners.delete(place);
    };
  }

  listenerAt(host: string, port: number): Listener | undefined {
    return this.#listeners.get(`${host}:${port}`);
  }

  /** UDP at a name or an address. */
  answer(host: string, port: number, answerer: Answerer): void {
    this.#answerers.set(`${host}:${port}`, answerer);
  }

  answererAt(host: string, port: number): Answerer | undefined {
    return this.#answerers.get(`${host}:${port}`);
  }

  latencyMs(): number {
    return this.#random.between(LEAST_LATENCY_MS, MOST_LATENCY_MS);
  }
}
