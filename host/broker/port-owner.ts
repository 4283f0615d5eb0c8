// Who listens on a TCP port, as far as this system tells it: Linux through /proc, elsewhere nobody.
// Owns the reading of /proc/net/tcp; must not guess.
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

export interface PortOwner {
  /** Absent where the process belongs to another user and its files cannot be read. */
  readonly pid?: number;
  readonly command?: string;
  readonly user: string;
}

/** TCP_LISTEN in the kernel's include/net/tcp_states.h. */
const LISTEN = "0A";

export function findPortOwner(port: number, root = "/proc"): PortOwner | undefined {
  const listener = listenersOf(root).find((entry) => entry.port === port);
  if (listener === undefined) return undefined;
  const user = userName(listener.uid);
  const pid = pidOfSocket(root, listener.inode);
  if (pid === undefined) return { user };
  return { pid, command: commandOf(root, pid), user };
}

function listenersOf(root: string): { port: number; uid: number; inode: string }[] {
  return ["tcp", "tcp6"].flatMap((table) =>
    (readOptional(`${root}/net/${table}`) ?? "")
      .split("\n")
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === LISTEN)
      .map((fields) => ({
        port: Number.parseInt((fields[1] ?? "").split(":")[1] ?? "", 16),
        uid: Number(fields[7]),
        inode: fields[9] ?? "",
      })),
  );
}

function pidOfSocket(root: string, inode: string): number | undefined {
  for (const entry of readdirSync(root)) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      for (const descriptor of readdirSync(`${root}/${entry}/fd`)) {
        if (readlinkSync(`${root}/${entry}/fd/${descriptor}`) === `socket:[${inode}]`) {
          return Number(entry);
        }
      }
    } catch {
      // Another user's process, or one that has just ended.
    }
  }
  return undefined;
}

function commandOf(root: string, pid: number): string {
  const line = (readOptional(`${root}/${pid}/cmdline`) ?? "").replaceAll("\0", " ").trim();
  return line || (readOptional(`${root}/${pid}/comm`) ?? "").trim();
}

function userName(uid: number): string {
  const line = (readOptional("/etc/passwd") ?? "")
    .split("\n")
    .find((entry) => entry.split(":")[2] === String(uid));
  return line?.split(":")[0] ?? `id ${uid}`;
}

function readOptional(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
