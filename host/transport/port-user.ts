// Which program has a device file open, as the kernel of Linux tells it: of one's own programs, and
// for root of all. Opens nothing.
import { readdirSync, readFileSync, readlinkSync, realpathSync } from "node:fs";

export interface PortUser {
  readonly pid: number;
  /** Of the program, such as "minicom". */
  readonly name: string;
}

/** Undefined where nobody has it, where that may not be known, and on other systems. */
export function portUserOf(path: string): PortUser | undefined {
  try {
    const device = realpathSync(path);
    const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    const pid = pids.find((candidate) => hasOpen(candidate, device));
    if (pid === undefined) return undefined;
    return { pid: Number(pid), name: readFileSync(`/proc/${pid}/comm`, "utf8").trim() };
  } catch {
    return undefined;
  }
}

function hasOpen(pid: string, device: string): boolean {
  try {
    const folder = `/proc/${pid}/fd`;
    return readdirSync(folder).some((fd) => linkOf(`${folder}/${fd}`) === device);
  } catch {
    return false;
  }
}

/** A file can be closed while it is looked at. */
function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
