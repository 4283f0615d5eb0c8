// The settings of this board, out of the Storage file that the boot script picked.
import type { Settings } from "./contract/settings.ts";

export const storage = require("Storage");

/** Parses them anew: kept, they would take 30 vars. */
export function settings(): Settings {
  return global.JSON.parse(storage.read(global.conf) as string);
}
