// The three engines behind one shape, and the choice among them. Knows how each is started and
// stopped; keeps no record of it.
import { BrokerError, ConfigError } from "../errors.ts";
import { composeDown, composeUp, dockerFault } from "./docker.ts";
import { startEmbeddedBroker } from "./embedded.ts";
import { findMosquitto, startMosquitto, stopMosquitto } from "./mosquitto.ts";
import { waitForBroker } from "./probe.ts";
import { processIdentity } from "./process-identity.ts";
import { urlsOf } from "./record-state.ts";
import type { BrokerRecord } from "./state-file.ts";

export type Engine = BrokerRecord["engine"];

/** This engine cannot be had on this machine. */
class EngineAbsent extends Error {}

export interface EngineRequest {
  readonly host: string;
  readonly port: number;
  readonly webSocketPort: number;
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal | undefined;
  readonly onClientError: ((clientId: string | undefined, error: Error) => void) | undefined;
}

export interface StartedEngine {
  readonly version?: string | undefined;
  readonly process?: { pid: number; identity: string };
  stop(): Promise<void>;
}

/** @throws ConfigError when the wanted engine is not to be had, BrokerError when it does not come up */
export async function startEngine(
  wanted: Engine | "auto",
  request: EngineRequest,
): Promise<{ engine: Engine; why: string; started: StartedEngine }> {
  if (wanted !== "auto") {
    try {
      return { engine: wanted, why: "it was asked for", started: await START[wanted](request) };
    } catch (error) {
      if (!(error instanceof EngineAbsent)) throw error;
      const message = `${wanted} cannot be used: ${error.message}; --engine auto takes one that works`;
      throw new ConfigError([{ path: "--engine", message }]);
    }
  }
  const faults: string[] = [];
  for (const engine of ["docker", "mosquitto"] as const) {
    try {
      const started = await START[engine](request);
      return { engine, why: [...faults, `${engine} works here`].join("; "), started };
    } catch (error) {
      if (request.signal?.aborted) throw error;
      if (!(error instanceof EngineAbsent || error instanceof BrokerError)) throw error;
      faults.push(`not ${engine}: ${error.message}`);
    }
  }
  const started = await START.embedded(request);
  return { engine: "embedded", why: [...faults, "embedded always works"].join("; "), started };
}

const START: Record<Engine, (request: EngineRequest) => Promise<StartedEngine>> = {
  docker: startDocker,
  mosquitto: startNative,
  embedded: startEmbedded,
};

async function startDocker(request: EngineRequest): Promise<StartedEngine> {
  const fault = await dockerFault(request);
  if (fault !== undefined) throw new EngineAbsent(fault);
  await composeUp(request, request);
  const stop = () => composeDown({ env: request.env });
  try {
    const deadline = { deadlineMs: 10_000, signal: request.signal };
    const { version } = await waitForBroker(urlsOf(request).url, deadline);
    return { version, stop };
  } catch (error) {
    await stop().catch(() => {});
    throw error;
  }
}

async function startNative(request: EngineRequest): Promise<StartedEngine> {
  const binary = findMosquitto(request.env);
  if (binary === undefined) {
    throw new EngineAbsent("no mosquitto on PATH nor in the usual folders for servers");
  }
  const { pid, identity, answer } = await startMosquitto({ ...request, binary });
  return {
    version: answer.version,
    process: { pid, identity },
    stop: async () => void (await stopMosquitto({ pid, identity }, request.folder)),
  };
}

async function startEmbedded(request: EngineRequest): Promise<StartedEngine> {
  const { host, port, webSocketPort, onClientError } = request;
  const broker = await startEmbeddedBroker({ host, port, webSocketPort, onClientError });
  const identity = processIdentity(process.pid);
  return {
    version: broker.version,
    // Without an identity (no ps) another terminal cannot stop it; Ctrl-C in this one does.
    ...(identity !== undefined && { process: { pid: process.pid, identity } }),
    stop: () => broker.close(),
  };
}
