// Whether a port leads to a board of hardware, or to one that is simulated on this computer.
import { realpathSync } from "node:fs";

/** A pseudo-terminal and the loopback are this computer's own. */
export function isHardware(address: string): boolean {
  if (/^tcp:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\]):/.test(address)) return false;
  if (address.startsWith("tcp://")) return true;
  try {
    return !/^\/dev\/(pts\/|pty|ttys\d)/.test(realpathSync(address));
  } catch {
    return true;
  }
}
