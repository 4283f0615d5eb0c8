// What a port leads to: a board of hardware, or one that is simulated on this computer; and whether it
// is the board's own, and goes with it.
import { realpathSync } from "node:fs";
import type { Config } from "../config/config.ts";

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

/** These have no USB of their own: their port is that of a UART bridge, and stays while they restart. */
const BEHIND_BRIDGE = ["ESP32", "ESP8266"];

/** The port is there only while the board runs: its own USB, or its console on the network. */
export function isPortOfBoard(address: string, { board }: Pick<Config, "board">): boolean {
  if (address.startsWith("tcp://")) return true;
  return isHardware(address) && !BEHIND_BRIDGE.includes(board.chip);
}
