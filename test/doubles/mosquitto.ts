// A native Mosquitto with the configuration a test gives it, on free ports of the loopback.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findMosquitto } from "../../host/broker/mosquitto.ts";
import { freePorts } from "./ports.ts";
import { isRequired } from "./required.ts";
import { HANGS_MS } from "./until.ts";

const program = findMosquitto(process.env);

/** For `describe.skipIf`: absent, and nobody insists on it. */
export const skipMosquitto = program === undefined && !isRequired("mosquitto");

export interface Mosquitto {
  /** In the order of the listeners asked for. */
  readonly ports: readonly number[];
  /** Kills it without a warning. */
  kill(): Promise<void>;
  /** Such as SIGSTOP, and SIGCONT. */
  signal(signal: NodeJS.Signals): void;
  /** Ends it in order: it saves what it keeps. */
  stop(): Promise<void>;
  /** Starts it again on the same ports. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export interface MosquittoLimits {
  /** Its soft limit of open files; what this process has unless given. */
  readonly openFiles?: number;
}

/**
 * @param listeners lines below each `listener`, such as "protocol websockets"
 * @param general lines for all of them; FOLDER stands for the folder of `files`
 */
export async function startMosquitto(
  listeners: readonly string[],
  general: readonly string[],
  files: Readonly<Record<string, string>> = {},
  { openFiles }: MosquittoLimits = {},
): Promise<Mosquitto> {
  const folder = mkdtempSync(join(tmpdir(), "espulse-mosquitto-"));
  // It gives up root, and must still read its files.
  chmodSync(folder, 0o755);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const ports = await freePorts(listeners.length);
  const sections = listeners.map(
    (lines, index) => `listener ${ports[index]} 127.0.0.1\n${lines}\n`,
  );
  const config = [...general, ...sections].join("\n").replaceAll("FOLDER", folder);
  writeFileSync(join(folder, "mosquitto.conf"), config);
  let child: ChildProcess | undefined;
  const end = async (signal: "SIGKILL" | "SIGTERM"): Promise<void> => {
    if (child?.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill(signal);
    await gone;
  };
  const broker: Mosquitto = {
    ports,
    async start() {
      const limit = openFiles === undefined ? "" : `ulimit -S -n ${openFiles}; `;
      const command = [program ?? "mosquitto", "-c", join(folder, "mosquitto.conf")];
      child = spawn("sh", ["-c", `${limit}exec "$0" "$@"`, ...command], { stdio: "ignore" });
      for (const port of ports) await untilListening(port, child);
    },
    kill: () => end("SIGKILL"),
    stop: () => end("SIGTERM"),
    signal(signal) {
      child?.kill(signal);
    },
    async close() {
      await broker.kill();
      rmSync(folder, { recursive: true });
    },
  };
  await broker.start();
  return broker;
}

async function untilListening(port: number, child: ChildProcess): Promise<void> {
  for (const end = performance.now() + HANGS_MS; performance.now() < end; ) {
    if (child.exitCode !== null) throw new Error(`mosquitto ended with ${child.exitCode}`);
    const socket = connect(port, "127.0.0.1");
    const open = await new Promise<boolean>((resolve) => {
      socket.on("connect", () => resolve(true));
      socket.on("error", () => resolve(false));
    });
    socket.destroy();
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("mosquitto did not come up");
}
