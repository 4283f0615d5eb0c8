// Ports of the loopback that are what a test takes them for, whatever other processes do meanwhile.
import { once } from "node:events";
import { createServer, type Server } from "node:net";

/** Nobody listens there: the port is below those that programs get, and its service is extinct. */
export const NOBODY = "mqtt://127.0.0.1:1";

/**
 * Below the ports that systems hand out (32768 and up on Linux): between closing and opening again
 * no connection gets one, not even that of a client which tries to come back to it.
 */
const FIRST = 20_000;
const COUNT = 12_000;
const MOST_TRIES = 50;

/** Free ports to be opened by somebody else, or again and again. */
export async function freePorts(count: number): Promise<number[]> {
  const servers: Server[] = [];
  // All are held until the last is found, so that no two are the same.
  for (let i = 0; i < count; i++) servers.push(await holder());
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  for (const server of servers) {
    server.close();
    await once(server, "close");
  }
  return ports;
}

export async function freePort(): Promise<number> {
  return (await freePorts(1))[0]!;
}

async function holder(): Promise<Server> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const server = createServer();
    server.listen(FIRST + Math.floor(Math.random() * COUNT), "127.0.0.1");
    const isHeld = await new Promise<boolean>((resolve) => {
      server.once("listening", () => resolve(true));
      server.once("error", () => resolve(false));
    });
    if (isHeld) return server;
  }
  throw new Error(`none of ${MOST_TRIES} ports was free`);
}
