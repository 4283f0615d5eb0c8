// Starts a broker, whichever engine runs it, and keeps the record by which it is found again. Knows
// nothing of how an engine is run.
import { ConfigError } from "../errors.ts";
import { stateFolder } from "../state-folder.ts";
import { type Engine, startEngine } from "./engines.ts";
import { freePort } from "./listen.ts";
import { connectionsOf, logFileOf } from "./mosquitto.ts";
import { probeBroker } from "./probe.ts";
import { isLive, urlsOf } from "./record-state.ts";
import { type BrokerRecord, readRecord, removeRecord, writeRecord } from "./state-file.ts";
import { makeStateFolder } from "./state-folder.ts";

export const DEFAULT_PORT = 1883;
export const DEFAULT_WEBSOCKET_PORT = 8083;

export interface BrokerOptions {
  /** `auto`: the first of docker, mosquitto and embedded that works. */
  readonly engine: Engine | "auto";
  /** 127.0.0.1 unless given; 0.0.0.0 opens it to the network. */
  readonly host?: string;
  /** 0 for any free port. */
  readonly port?: number;
  readonly webSocketPort?: number;
  /** Where the record is kept and programs are found; this process's own unless given. */
  readonly env?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal | undefined;
  /** What a client of the embedded broker did wrong. */
  readonly onClientError?: (clientId: string | undefined, error: Error) => void;
}

export interface RunningBroker {
  readonly engine: Engine;
  readonly url: string;
  readonly webSocketUrl: string;
  /** Why this engine. */
  readonly why: string;
  readonly version?: string;
  readonly pid?: number;
  readonly logFile?: string;
  /** How many it takes, where its limit of open files says so. */
  readonly connections?: number;
  /** It was started before, with the same settings; `close` then leaves it alone. */
  readonly alreadyUp: boolean;
  close(): Promise<void>;
}

/**
 * Resolves when the broker answers a CONNECT.
 * @throws ConfigError, TransportError (port taken, folder not permitted), BrokerError (it does not come up)
 */
export async function startBroker(options: BrokerOptions): Promise<RunningBroker> {
  const env = options.env ?? process.env;
  const folder = stateFolder(env);
  const host = options.host ?? "127.0.0.1";
  const port = options.port ?? DEFAULT_PORT;
  const webSocketPort = options.webSocketPort ?? DEFAULT_WEBSOCKET_PORT;

  const earlier = readRecord(folder);
  if (earlier && (await isLive(earlier, { env, signal: options.signal }))) {
    return joinEarlier(earlier, folder, { engine: options.engine, host, port, webSocketPort });
  }
  // Before anything is started: whatever the engine, its record goes there.
  makeStateFolder(folder);
  const listeners = {
    host,
    port: await freePort(host, port, "--port"),
    webSocketPort: await freePort(host, webSocketPort, "--websocket-port"),
  };
  const { engine, why, started } = await startEngine(options.engine, {
    ...listeners,
    folder,
    env,
    signal: options.signal,
    onClientError: options.onClientError,
  });
  const record: BrokerRecord = {
    v: 1,
    engine,
    why,
    ...listeners,
    startedAtMs: Date.now(),
    ...(started.process && { process: started.process }),
  };
  try {
    writeRecord(folder, record);
  } catch (error) {
    await started.stop();
    throw error;
  }
  return {
    ...describe(record, folder),
    ...(started.version !== undefined && { version: started.version }),
    alreadyUp: false,
    close: async () => {
      await started.stop();
      removeRecord(folder);
    },
  };
}

async function joinEarlier(
  record: BrokerRecord,
  folder: string,
  wanted: { engine: Engine | "auto"; host: string; port: number; webSocketPort: number },
): Promise<RunningBroker> {
  const described = describe(record, folder);
  const same =
    (wanted.engine === "auto" || wanted.engine === record.engine) &&
    wanted.host === record.host &&
    [0, record.port].includes(wanted.port) &&
    [0, record.webSocketPort].includes(wanted.webSocketPort);
  if (!same) {
    const message = `a broker is already up with other settings: ${record.engine} at ${described.url} and ${described.webSocketUrl}, listening on ${record.host}; "espulse broker down" stops it`;
    throw new ConfigError([{ path: "broker up", message }]);
  }
  const { version } = await probeBroker(described.url);
  return {
    ...described,
    ...(version !== undefined && { version }),
    alreadyUp: true,
    close: async () => {},
  };
}

function describe(record: BrokerRecord, folder: string) {
  return {
    engine: record.engine,
    ...urlsOf(record),
    why: record.why,
    ...(record.process && { pid: record.process.pid }),
    ...(record.engine === "mosquitto" && { logFile: logFileOf(folder) }),
    ...connectionsOf(record),
  };
}
