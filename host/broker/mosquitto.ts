// A native Mosquitto in the background. Owns finding it, its folder, its start and what it says
// when it does not; whoever starts it keeps the record by which it is stopped.
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BrokerError } from "../errors.ts";
import { findProgram } from "../find-program.ts";
import { renderNativeConfig } from "./mosquitto-config.ts";
import { connectionsWithin, openFileLimit } from "./open-files.ts";
import { type BrokerAnswer, waitForBroker } from "./probe.ts";
import { endProcess, processIdentity } from "./process-identity.ts";
import { makeStateFolder, orFolderFault } from "./state-folder.ts";

/** Debian and Homebrew put it where only root's PATH looks. */
const SERVER_FOLDERS = ["/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin"];

/** Mosquitto saves its database before it ends. */
export const END_DEADLINE_MS = 10_000;

export function findMosquitto(env: NodeJS.ProcessEnv): string | undefined {
  return findProgram("mosquitto", env, SERVER_FOLDERS);
}

export interface MosquittoOptions {
  readonly binary: string;
  readonly host: string;
  readonly port: number;
  readonly webSocketPort: number;
  /** Holds its configuration, pid file, log and database. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal | undefined;
}

export interface RunningMosquitto {
  readonly pid: number;
  readonly identity: string;
  readonly answer: BrokerAnswer;
}

export function logFileOf(folder: string): string {
  return join(folder, "mosquitto.log");
}

/** Of mosquitto.conf. */
const MOST_CONNECTIONS = 20_000;

/** How many connections a running Mosquitto takes; nothing where this system does not tell. */
export function connectionsOf(record: {
  readonly engine: string;
  readonly process?: { readonly pid: number } | undefined;
}): { connections?: number } {
  if (record.engine !== "mosquitto" || record.process === undefined) return {};
  const openFiles = openFileLimit(record.process.pid);
  if (openFiles === undefined) return {};
  return { connections: Math.min(MOST_CONNECTIONS, connectionsWithin(openFiles)) };
}

/**
 * Resolves when it answers a CONNECT. It has the limit of open files of this process, which Node has
 * raised to all that the user may have. @throws BrokerError with the end of its log when not.
 */
export async function startMosquitto(options: MosquittoOptions): Promise<RunningMosquitto> {
  const { host, port, webSocketPort, folder } = options;
  const persistenceFolder = join(folder, "data");
  makeStateFolder(persistenceFolder);
  const source = readFileSync(new URL("../../mosquitto/mosquitto.conf", import.meta.url), "utf8");
  const config = join(folder, "mosquitto.conf");
  const pidFile = join(folder, "mosquitto.pid");
  const root = process.getuid?.() === 0;
  const native = { host, port, webSocketPort, persistenceFolder, pidFile };
  const log = orFolderFault(folder, () => {
    writeFileSync(config, renderNativeConfig(source, root ? { ...native, user: "root" } : native));
    return openSync(logFileOf(folder), "w", 0o600);
  });
  const child = spawn(options.binary, ["-c", config], {
    cwd: folder,
    env: options.env,
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  const url = `mqtt://${host === "0.0.0.0" ? "127.0.0.1" : host}:${port}`;
  const over = new AbortController();
  const signals = options.signal ? [options.signal, over.signal] : [over.signal];
  try {
    const answer = await Promise.race([
      waitForBroker(url, { deadlineMs: END_DEADLINE_MS, signal: AbortSignal.any(signals) }),
      failure(child, url, folder),
    ]);
    const pid = child.pid as number;
    const identity = processIdentity(pid);
    if (identity === undefined) throw new BrokerError(url, lastWords(folder), "unreachable");
    return { pid, identity, answer };
  } catch (error) {
    over.abort();
    child.kill("SIGKILL");
    rmSync(pidFile, { force: true });
    throw error;
  } finally {
    // From here on it is no longer this process's business how and when it ends.
    child.removeAllListeners().unref();
  }
}

/** Ends it if it still is the one that was started. */
export function stopMosquitto(
  running: { pid: number; identity: string },
  folder: string,
): Promise<"ended" | "killed" | "gone"> {
  return endProcess(running.pid, running.identity, END_DEADLINE_MS).finally(() =>
    rmSync(join(folder, "mosquitto.pid"), { force: true }),
  );
}

function failure(child: ChildProcess, url: string, folder: string): Promise<never> {
  return new Promise((_resolve, reject) => {
    child.once("error", (error) => reject(new BrokerError(url, error.message, "unreachable")));
    child.once("exit", () => reject(new BrokerError(url, lastWords(folder), "unreachable")));
  });
}

function lastWords(folder: string): string {
  const lines = readFileSync(logFileOf(folder), "utf8").trim().split("\n").slice(-3);
  return `Mosquitto ended by itself: ${lines.join(" | ")} (log: ${logFileOf(folder)})`;
}
