// The settings of this board, out of its Storage.
import { SETTINGS_FILE, type Settings } from "./contract/settings.ts";

export const storage = require("Storage");

/** Parses them anew: kept, they would take 30 vars. */
export function settings(): Settings {
  return global.JSON.parse(storage.read(SETTINGS_FILE) as string);
}
