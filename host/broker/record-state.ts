// What a record says about a broker now: whether it still runs, and where it is reached.
import { composeRuns, type DockerSurroundings } from "./docker.ts";
import { processIdentity } from "./process-identity.ts";
import type { BrokerRecord } from "./state-file.ts";

/** Whether what the record names still runs; a docker engine that does not answer runs nothing. */
export async function isLive(
  record: BrokerRecord,
  surroundings: DockerSurroundings,
): Promise<boolean> {
  if (record.engine === "docker") return composeRuns(surroundings).catch(() => false);
  if (record.process === undefined) return false;
  return processIdentity(record.process.pid) === record.process.identity;
}

/** As this machine reaches it: an address to listen on everywhere is none to connect to. */
export function urlsOf(listeners: { host: string; port: number; webSocketPort: number }): {
  url: string;
  webSocketUrl: string;
} {
  const host = listeners.host === "0.0.0.0" ? "127.0.0.1" : listeners.host;
  return {
    url: `mqtt://${host}:${listeners.port}`,
    webSocketUrl: `ws://${host}:${listeners.webSocketPort}`,
  };
}
