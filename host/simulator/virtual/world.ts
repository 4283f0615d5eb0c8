// A whole run in virtual time: its clock, its network, a broker and a time server in it, and boards.
// Owns the names of places; what happens to them is told from outside.
import type { Duplex } from "node:stream";
import {
  ModelBroker,
  type ModelBrokerOptions,
  type StateAfterKill,
} from "../../broker/model/broker.ts";
import { type NodeBoard, type NodeBoardOptions, startNodeBoard } from "../node/node-board.ts";
import { timeReply } from "../time-server.ts";
import { HostSocket } from "./host-socket.ts";
import { SeededRandom } from "./seeded-random.ts";
import { VirtualNetwork } from "./virtual-network.ts";
import { VirtualTime, type VirtualTimeOptions } from "./virtual-time.ts";

/** Where the settings of its boards find them: names, so that they have to be looked up. */
export const BROKER = { host: "broker.virtual", port: 1883 } as const;
export const BROKER_URL = `mqtt://${BROKER.host}:${BROKER.port}`;
export const TIME_SERVER = { host: "time.virtual", port: 123 } as const;

export interface WorldOptions extends VirtualTimeOptions {
  /** All chance of the run comes from it. */
  readonly seed?: number | undefined;
  readonly broker?: Omit<ModelBrokerOptions, "clock">;
}

export type WorldBoardOptions = Omit<NodeBoardOptions, "scheduler" | "network">;

export class World {
  readonly seed: number;
  readonly time: VirtualTime;
  readonly network: VirtualNetwork;
  readonly broker: ModelBroker;
  /** Milliseconds that the time server is wrong by; NaN for one that does not answer. */
  timeServerErrorMs = 0;
  #stopListening: () => void = () => {};

  constructor(options: WorldOptions = {}) {
    this.seed = options.seed ?? 1;
    this.time = new VirtualTime(options);
    this.network = new VirtualNetwork({ time: this.time, random: this.random("network") });
    this.broker = new ModelBroker({ clock: this.time, ...options.broker });
    this.#listen();
    this.network.answer(TIME_SERVER.host, TIME_SERVER.port, (request) =>
      Number.isNaN(this.timeServerErrorMs)
        ? undefined
        : timeReply(request, this.time.utc() + this.timeServerErrorMs),
    );
  }

  /** A stream of chance that no other takes from. */
  random(stream: string): SeededRandom {
    return new SeededRandom(this.seed, stream);
  }

  #listen(): void {
    const { host, port } = BROKER;
    this.#stopListening = this.network.listen(host, port, {
      accept: (wire) => this.broker.accept(wire),
    });
  }

  /** Connections are refused until {@link startBroker}. */
  killBroker(state: StateAfterKill): void {
    this.#stopListening();
    this.broker.kill(state);
  }

  /** It saves what it keeps. */
  stopBroker(): void {
    this.#stopListening();
    this.broker.stop();
  }

  startBroker(): void {
    if (this.broker.isUp) return;
    this.broker.start();
    this.#listen();
  }

  /** Resolves once its JavaScript runs, at this very moment of virtual time. */
  async startBoard(options: WorldBoardOptions): Promise<NodeBoard> {
    const network = this.network.station(options.settings.device);
    const starting = startNodeBoard({ ...options, scheduler: this.time, network });
    await this.time.advance(0);
    return await starting;
  }

  /** A client's connection to the broker, which opens as one of node:net does. */
  connect(client: string, receive?: (bytes: Buffer) => void): Duplex {
    const station = this.network.station(client);
    return new HostSocket({ time: this.time, station, ...BROKER, receive });
  }

  advance(milliseconds: number): Promise<void> {
    return this.time.advance(milliseconds);
  }
}
