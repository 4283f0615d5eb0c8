// A file written whole or not at all: a disk that fills up leaves what was there before.
import {
  accessSync,
  constants,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";

/**
 * @param file absolute; a device, a pipe or a folder in its place is left to the system.
 * @param mode of the file; without it, it keeps the one that it has
 */
export function writeWhole(file: string, content: string | Uint8Array, mode?: number): void {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found && !found.isFile()) {
    writeFileSync(file, content);
    return;
  }
  if (found) accessSync(file, constants.W_OK);
  // Through a link, to the file that it names.
  const target = found ? realpathSync(file) : file;
  const unfinished = `${target}.${process.pid}.tmp`;
  try {
    writeFileSync(unfinished, content, { flag: "wx", mode: mode ?? found?.mode });
    renameSync(unfinished, target);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}
