// What runs: the broker of the record, or whatever answers on the port. Says only what it has seen
// answer.
import { BrokerError } from "../errors.ts";
import { stateFolder } from "../state-folder.ts";
import { DEFAULT_PORT } from "./broker.ts";
import type { Engine } from "./engines.ts";
import { connectionsOf, logFileOf } from "./mosquitto.ts";
import { findPortOwner } from "./port-owner.ts";
import { type BrokerAnswer, probeBroker } from "./probe.ts";
import { isLive, urlsOf } from "./record-state.ts";
import { type BrokerRecord, readRecord } from "./state-file.ts";

export interface BrokerStatus {
  /** `foreign`: it answers, and `broker up` did not start it. */
  readonly engine: Engine | "foreign";
  readonly url: string;
  readonly webSocketUrl?: string;
  readonly pid?: number;
  readonly command?: string;
  readonly uptimeSeconds?: number;
  readonly version?: string;
  readonly logFile?: string;
  readonly connections?: number;
}

/** @throws BrokerError when nothing answers, with what is known about why. */
export async function brokerStatus(options: {
  engine: Engine | "auto";
  port?: number;
  env: NodeJS.ProcessEnv;
  signal?: AbortSignal | undefined;
}): Promise<BrokerStatus> {
  const folder = stateFolder(options.env);
  const record = readRecord(folder);
  const probing = { signal: options.signal };
  if (record !== undefined && isMeant(record, options)) {
    const live = await isLive(record, { env: options.env, ...probing });
    if (live) return ownStatus(record, folder, await probeBroker(urlsOf(record).url, probing));
  }
  if (options.engine !== "auto") {
    const reason = `"espulse broker up --engine ${options.engine}" has started none that still runs`;
    throw new BrokerError(options.engine, reason, "unreachable");
  }
  return foreignStatus(options.port ?? record?.port ?? DEFAULT_PORT, record, probing);
}

function isMeant(
  record: BrokerRecord,
  { engine, port }: { engine: Engine | "auto"; port?: number },
): boolean {
  if (engine !== "auto" && engine !== record.engine) return false;
  return port === undefined || port === record.port;
}

function ownStatus(record: BrokerRecord, folder: string, answer: BrokerAnswer): BrokerStatus {
  return {
    engine: record.engine,
    ...urlsOf(record),
    ...(record.process && { pid: record.process.pid }),
    uptimeSeconds: Math.max(0, Math.round((Date.now() - record.startedAtMs) / 1000)),
    ...(answer.version !== undefined && { version: answer.version }),
    ...(record.engine === "mosquitto" && { logFile: logFileOf(folder) }),
    ...connectionsOf(record),
  };
}

async function foreignStatus(
  port: number,
  record: BrokerRecord | undefined,
  probing: { signal?: AbortSignal | undefined },
): Promise<BrokerStatus> {
  const url = `mqtt://127.0.0.1:${port}`;
  let answer: BrokerAnswer;
  try {
    answer = await probeBroker(url, probing);
  } catch (error) {
    if (!(error instanceof BrokerError) || error.code === "refused") throw error;
    const ended = record ? `the ${record.engine} broker that was up has ended, and ` : "";
    const cause = error.message.replace(`${url}: `, "");
    const reason = `${ended}no broker answers (${cause}); "espulse broker up" starts one`;
    throw new BrokerError(url, reason, "unreachable");
  }
  const owner = findPortOwner(port);
  return {
    engine: "foreign",
    url,
    ...(owner?.pid !== undefined && { pid: owner.pid }),
    ...(owner?.command !== undefined && { command: owner.command }),
    ...answer,
  };
}
