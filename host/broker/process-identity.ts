// Whether a pid is still the process it was: pids are used again, start times are not. Owns the
// reading of /proc and ps; knows nothing of brokers.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/** A text that no other process, before or after, has; undefined when there is no such process. */
export function processIdentity(pid: number): string | undefined {
  try {
    if (process.platform === "linux") return linuxIdentity(pid);
    const line = execFileSync("ps", ["-o", "lstart=,command=", "-p", String(pid)], {
      encoding: "utf8",
      timeout: 5000,
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
    return line || undefined;
  } catch {
    return undefined;
  }
}

/** proc(5): state is field 3, starttime (ticks since the machine booted) field 22. */
function linuxIdentity(pid: number): string | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The command in field 2 may hold spaces and brackets; the last bracket ends it.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [state] = fields;
  // Ended, and only waits for its parent to notice.
  if (state === "Z" || state === "X") return undefined;
  const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  return `${boot} ${fields[22 - 3]}`;
}

/**
 * Ends the process if it still is the one of `identity`: SIGTERM, and SIGKILL after the deadline.
 * Resolves with how it ended, once it has.
 */
export async function endProcess(
  pid: number,
  identity: string,
  deadlineMs: number,
): Promise<"ended" | "killed" | "gone"> {
  if (processIdentity(pid) !== identity) return "gone";
  process.kill(pid, "SIGTERM");
  const end = Date.now() + deadlineMs;
  let killed = false;
  while (processIdentity(pid) === identity) {
    if (!killed && Date.now() >= end) {
      process.kill(pid, "SIGKILL");
      killed = true;
    }
    // A process that not even SIGKILL ends hangs in the kernel; waiting does not help it.
    if (Date.now() >= end + 5000) throw new Error(`pid ${pid} does not end, not even by SIGKILL`);
    await delay(25);
  }
  return killed ? "killed" : "ended";
}
