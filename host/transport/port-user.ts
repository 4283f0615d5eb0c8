// Which program has a device file open, as the kernel of Linux tells it: of one's own programs, and
// for root of all. Opens nothing.
import { readdirSync, readFileSync, readlinkSync, realpathSync } from "node:fs";

export interface PortUser {
  readonly pid: number;
  /** Of the program, such as "minicom". */
  readonly name: string;
}

/** Of another program. Undefined where none has it, where that may not be known, and on other systems. */
export function portUserOf(path: string): PortUser | undefined {
  try {
    const device = realpathSync(path);
    const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    const others = pids.filter((pid) => Number(pid) !== process.pid);
    const pid = others.find((candidate) => hasOpen(candidate, device));
    if (pid === undefined) return undefined;
    return { pid: Number(pid), name: readFileSync(`/proc/${pid}/comm`, "utf8").trim() };
  } catch {
    return undefined;
  }
}

function hasOpen(pid: string, device: string): boolean {
  try {
    const folder = `/proc/${pid}/fd`;
    const links = readdirSync(folder).map((fd) => ({ fd, link: linkOf(`${folder}/${fd}`) }));
    if (!links.some(({ link }) => link === device)) return false;
    // Whoever made a pseudo-terminal may keep its device file open as well, and reads nothing there.
    const masters = links.filter(({ link }) => link?.endsWith("/ptmx"));
    return !masters.some(({ fd }) => device === deviceOfMaster(`/proc/${pid}/fdinfo/${fd}`));
  } catch {
    return false;
  }
}

/** proc_pid_fdinfo(5) */
function deviceOfMaster(infoFile: string): string | undefined {
  const [, index] = /^tty-index:\s*(\d+)$/m.exec(readFileSync(infoFile, "utf8")) ?? [];
  return index && `/dev/pts/${index}`;
}

/** A file can be closed while it is looked at. */
function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
