// Whether a serial port may be opened, and what to do if not, told without opening it: opening
// resets many boards. Knows the rules of Linux, macOS and Windows.
import { accessSync, constants, readFileSync, statSync } from "node:fs";
import { userInfo } from "node:os";

export interface PortRefusal {
  readonly code: "missing" | "denied";
  /** What is wrong, and the next step. */
  readonly reason: string;
}

/** Undefined where nothing speaks against it; Windows tells only when the port is opened. */
export function refusalOf(path: string, platform = process.platform): PortRefusal | undefined {
  if (platform === "win32") return undefined;
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EACCES" || code === "EPERM") {
      return { code: "denied", reason: `permission denied; ${howToBeAllowed(path, platform)}` };
    }
    return { code: "missing", reason: missing(path, platform) };
  }
}

function missing(path: string, platform: NodeJS.Platform): string {
  const isCallIn = platform === "darwin" && path.startsWith("/dev/tty.");
  const hint = isCallIn ? `; on macOS use ${path.replace("/tty.", "/cu.")}` : "";
  return `there is no such port${hint}; espulse ports lists those there are`;
}

/** The next step of a user who may not open a port. */
export function howToBeAllowed(path: string, platform: NodeJS.Platform): string {
  if (platform === "darwin") return `see who may use it: ls -l ${path}`;
  const group = groupOf(path);
  // A device of root's own group would give away the whole system with it.
  if (group === undefined || group === "root") {
    return `only root may use it; a udev rule gives it to a group (docs/hardware.md)`;
  }
  return isMember(group)
    ? `you are in the group ${group}, but not yet in this session: log out and in again`
    : `add yourself to the group ${group}: sudo usermod -aG ${group} $USER, then log out and in again`;
}

interface Group {
  readonly name: string;
  readonly id: number;
  readonly members: readonly string[];
}

/** group(5) */
function groups(): Group[] {
  try {
    const lines = readFileSync("/etc/group", "utf8").split("\n");
    return lines.map((line) => {
      const [name = "", , id, members = ""] = line.split(":");
      return { name, id: Number(id), members: members.split(",") };
    });
  } catch {
    return [];
  }
}

/** Of a device that its group may read and write. */
function groupOf(path: string): string | undefined {
  const { gid, mode } = statSync(path);
  const mayUse = (mode & constants.S_IRGRP) !== 0 && (mode & constants.S_IWGRP) !== 0;
  return mayUse ? groups().find(({ id }) => id === gid)?.name : undefined;
}

function isMember(name: string): boolean {
  return groups().some((group) => group.name === name && group.members.includes(userName()));
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return "";
  }
}
