// Which boot this is, and how the one before ended. Owns the `boots<n>` file in Storage.
// A counter that is rewritten would be lost by a power cut between erase and write, so each boot
// marks two bytes of a file that is written beforehand: one at its start, one at a clean end.
// @native-text: numbers are whole or rounded.

import type { Meta } from "./contract/meta.ts";
import { storage } from "./settings.ts";

const FILE = "boots";
const FILE_BYTES = 512;
const BOOTS_PER_FILE = FILE_BYTES / 2;

let name = "";
let at = 0;

/** How the boot before this one ended. */
export let previousEnd: Meta["reset"];

/** Counts this boot, from 1. */
export function countBoot(): number {
  let epoch = 0;
  let bytes = "";
  // A string is searched for, not matched as a pattern (src/jswrap_string.c, jswrap_string_match).
  const files = storage.list(FILE);
  for (let i = 0; i < files.length; i++) {
    const found = global.Number(files[i].substr(FILE.length));
    if (found >= epoch) epoch = found;
  }
  if (files.length) bytes = storage.read(FILE + epoch) || "";
  let used = 0;
  while (used < bytes.length && bytes.charCodeAt(used) < 255) used += 2;
  previousEnd = !used ? "none" : bytes.charCodeAt(used - 1) < 255 ? "clean" : "abrupt";
  if (used && used === bytes.length) {
    // The next file is there before the full one goes: a cut between the two loses no count.
    epoch++;
    used = 0;
  }
  name = FILE + epoch;
  at = used;
  if (used) storage.write(name, "\0", used);
  else storage.write(name, "\0", 0, FILE_BYTES);
  if (epoch) storage.erase(FILE + (epoch - 1));
  return epoch * BOOTS_PER_FILE + used / 2 + 1;
}

/** Notes that this boot ends on purpose. */
export function markCleanEnd(): void {
  storage.write(name, "\0", at + 1);
}
