// Whether this process and a Mosquitto on this machine may open as many connections as a fleet needs.
// Owns what is told before the first board starts.

import { connectionsWithin, openFileLimit, openFilesFor } from "../broker/open-files.ts";
import { findPortOwner } from "../broker/port-owner.ts";
import { ConfigError, type Fault } from "../errors.ts";

/** This process's own files: program, output, time server, event loop. */
const OWN_FILES = 64;
/** Datagram sockets, two seconds each, while boards ask for the time as they start. */
const MOST_TIME_SOCKETS = 1000;
/** Both ends of a pseudo-terminal, and one of them a second time. */
const FILES_OF_A_PORT = 4;
/** Pipes and flash file of a board that is a process of its own. */
const FILES_OF_A_PROCESS = 5;

export interface FleetNeeds {
  readonly count: number;
  readonly runtime: "node" | "espruino";
  /** Each board has a serial port. */
  readonly hasSerial?: boolean;
  readonly broker: { readonly host: string; readonly port: number };
}

/** How limits are found; a test has its own. */
export interface Limits {
  readonly ofThisProcess: () => number | undefined;
  /** The Mosquitto that listens on a port of this machine, as far as this system tells. */
  readonly ofMosquitto: (port: number) => { pid: number; openFiles: number } | undefined;
}

const systemLimits: Limits = {
  ofThisProcess: () => openFileLimit(process.pid),
  ofMosquitto(port) {
    const owner = findPortOwner(port);
    if (owner?.pid === undefined || !/\bmosquitto\b/.test(owner.command ?? "")) return undefined;
    const openFiles = openFileLimit(owner.pid);
    return openFiles === undefined ? undefined : { pid: owner.pid, openFiles };
  },
};

/** @throws ConfigError with every limit that is too low, and how to raise it. */
export function checkLimits(
  { count, runtime, hasSerial = false, broker }: FleetNeeds,
  limits: Limits = systemLimits,
): void {
  const faults: Fault[] = [];
  const needed =
    OWN_FILES +
    (runtime === "node" ? count + Math.min(count, MOST_TIME_SOCKETS) : count * FILES_OF_A_PROCESS) +
    (hasSerial ? count * FILES_OF_A_PORT : 0);
  const own = limits.ofThisProcess();
  if (own !== undefined && own < needed) {
    const message = `${count} boards need ${needed} open files, and this process may have ${own}; start it after "ulimit -n ${needed}" (as root, or with nofile raised in /etc/security/limits.conf)`;
    faults.push({ path: "--count", message });
  }
  const isHere = broker.host === "localhost" || broker.host.startsWith("127.");
  const mosquitto = isHere ? limits.ofMosquitto(broker.port) : undefined;
  if (mosquitto !== undefined && connectionsWithin(mosquitto.openFiles) < count) {
    const message = `the Mosquitto there (pid ${mosquitto.pid}) may have ${mosquitto.openFiles} open files and does not raise that itself: it takes ${connectionsWithin(mosquitto.openFiles)} connections, not ${count}; start it after "ulimit -n ${openFilesFor(count)}", or with "espulse broker up --engine mosquitto", which gives it all that this user may have`;
    faults.push({ path: "broker.url", message });
  }
  if (faults.length > 0) throw new ConfigError(faults);
}
