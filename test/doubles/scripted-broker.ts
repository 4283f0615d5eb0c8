// A server that plays an MQTT broker as a test scripts it: what no real broker does on demand.
import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { type Manners, ScriptedConnection } from "./scripted-connection.ts";
import { HANGS_MS } from "./until.ts";

/** The manners of every connection to a broker that abuses nothing. */
export const WELL_BEHAVED = (): Manners => ({});

export class ScriptedBroker {
  readonly connections: ScriptedConnection[] = [];
  readonly #server: Server;
  #mannersOf: (index: number) => Manners;
  #arrivals: (() => void)[] = [];

  private constructor(mannersOf: (index: number) => Manners) {
    this.#mannersOf = mannersOf;
    this.#server = createServer((socket) => {
      this.connections.push(
        new ScriptedConnection(socket, this.#mannersOf(this.connections.length)),
      );
      const arrivals = this.#arrivals;
      this.#arrivals = [];
      for (const arrive of arrivals) arrive();
    });
  }

  /** `mannersOf` gives the manners of the connection with this index, from 0. */
  static async start(
    mannersOf: (index: number) => Manners = WELL_BEHAVED,
    port = 0,
  ): Promise<ScriptedBroker> {
    const broker = new ScriptedBroker(mannersOf);
    broker.#server.listen(port, "127.0.0.1");
    await once(broker.#server, "listening");
    return broker;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** The connection with this index, as soon as it comes. */
  async connection(index: number): Promise<ScriptedConnection> {
    const end = performance.now() + HANGS_MS;
    while (this.connections.length <= index) {
      const left = end - performance.now();
      if (left <= 0) throw new Error(`connection ${index} did not come within ${HANGS_MS} ms`);
      await Promise.race([new Promise<void>((arrive) => this.#arrivals.push(arrive)), delay(left)]);
    }
    return this.connections[index]!;
  }

  async close(): Promise<void> {
    for (const connection of this.connections) connection.close();
    this.#server.close();
    await once(this.#server, "close");
  }
}

/** A broker for as long as the body runs; see {@link ScriptedBroker.start}. */
export async function withBroker(
  mannersOf: (index: number) => Manners,
  body: (broker: ScriptedBroker) => Promise<void>,
): Promise<void> {
  const broker = await ScriptedBroker.start(mannersOf);
  try {
    await body(broker);
  } finally {
    await broker.close();
  }
}
