// How many files, connections included, a process may have open. Owns where that stands; decides
// nothing.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** A broker's own files: listeners, log, database. */
const OWN_FILES = 32;

/** Most open files of a process, its soft limit; undefined where this system does not tell. */
export function openFileLimit(pid: number, root = "/proc"): number | undefined {
  try {
    return parseLimits(readFileSync(`${root}/${pid}/limits`, "utf8"));
  } catch {
    // No Linux, or a process that has ended.
    return pid === process.pid ? shellLimit() : undefined;
  }
}

export function parseLimits(text: string): number | undefined {
  const soft = /^Max open files +(\d+|unlimited)/m.exec(text)?.[1];
  if (soft === undefined) return undefined;
  return soft === "unlimited" ? Number.POSITIVE_INFINITY : Number(soft);
}

/** A child has the limits of this process. */
function shellLimit(): number | undefined {
  try {
    const text = execFileSync("sh", ["-c", "ulimit -n"], { encoding: "utf8" }).trim();
    return text === "unlimited" ? Number.POSITIVE_INFINITY : Number(text) || undefined;
  } catch {
    return undefined;
  }
}

/** Connections that a broker with this limit can take. */
export function connectionsWithin(openFiles: number): number {
  return Math.max(0, openFiles - OWN_FILES);
}

/** The limit a broker needs for as many connections. */
export function openFilesFor(connections: number): number {
  return connections + OWN_FILES;
}
