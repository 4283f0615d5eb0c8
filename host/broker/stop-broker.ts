// Stops the broker that `up` started, and nothing else: the record says which, and the process must
// still be the one it names.

import { stateFolder } from "../state-folder.ts";
import { composeDown } from "./docker.ts";
import { END_DEADLINE_MS, stopMosquitto } from "./mosquitto.ts";
import { endProcess } from "./process-identity.ts";
import { urlsOf } from "./record-state.ts";
import { type BrokerRecord, readRecord, removeRecord } from "./state-file.ts";

export interface Stopped {
  /** Absent when nothing was up. */
  readonly engine?: BrokerRecord["engine"];
  readonly url?: string;
  readonly pid?: number;
  /** `gone`: it had ended before. `killed`: it did not end in time when asked to. */
  readonly outcome: "ended" | "killed" | "gone" | "none";
}

/** Safe to call again. @throws BrokerError when docker does not answer. */
export async function stopBroker(options: {
  engine: BrokerRecord["engine"] | "auto";
  env: NodeJS.ProcessEnv;
}): Promise<Stopped> {
  const folder = stateFolder(options.env);
  const record = readRecord(folder);
  if (record === undefined) return { outcome: "none" };
  if (options.engine !== "auto" && options.engine !== record.engine) return { outcome: "none" };
  const outcome = await stop(record, folder, options.env);
  removeRecord(folder);
  return {
    engine: record.engine,
    url: urlsOf(record).url,
    ...(record.process && { pid: record.process.pid }),
    outcome,
  };
}

async function stop(
  record: BrokerRecord,
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<"ended" | "killed" | "gone"> {
  if (record.engine === "docker") {
    await composeDown({ env });
    return "ended";
  }
  if (record.process === undefined) return "gone";
  if (record.engine === "mosquitto") return stopMosquitto(record.process, folder);
  return endProcess(record.process.pid, record.process.identity, END_DEADLINE_MS);
}
