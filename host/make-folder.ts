// A folder with all above it, or the error of the system.
import { mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes what is missing of the path, one by one: in /proc, which says ENOENT of a child of a folder
 * that is there, a recursive mkdir of Node.js 20 tries again for ever.
 * @param folder absolute
 */
export function makeFolder(folder: string, mode = 0o777): void {
  const missing: string[] = [];
  let ancestor = folder;
  while (!statSync(ancestor, { throwIfNoEntry: false })) {
    missing.unshift(ancestor);
    ancestor = dirname(ancestor);
  }
  for (const path of missing) makeOne(path, mode);
  // A file in its place.
  if (missing.length === 0) makeOne(folder, mode);
}

function makeOne(folder: string, mode: number): void {
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}
