// Makes the state folder, or says in one line why it cannot be used. Knows no file in it.
import { accessSync, constants } from "node:fs";
import { ConfigError, TransportError } from "../errors.ts";
import { makeFolder } from "../make-folder.ts";

const NEXT_STEP = "set XDG_STATE_HOME to a folder that can be written";

/**
 * Makes what is missing of the path, readable by its owner alone.
 * @throws TransportError when it is not permitted, ConfigError when it cannot be made
 */
export function makeStateFolder(folder: string): void {
  orFolderFault(folder, () => {
    makeFolder(folder, 0o700);
    accessSync(folder, constants.W_OK | constants.X_OK);
  });
}

/** Runs `use`; what the file system objects to becomes a fault that names the folder. */
export function orFolderFault<Result>(folder: string, use: () => Result): Result {
  try {
    return use();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // ERR_...: of Node.js, not of the file system.
    if (code === undefined || code.startsWith("ERR_")) throw error;
    if (code === "EACCES" || code === "EPERM") {
      const reason = `permission denied (${code}); ${NEXT_STEP}`;
      throw new TransportError(folder, "keeping the broker's state", reason, "denied");
    }
    const message = `cannot hold the broker's state: ${REASONS[code] ?? code}; ${NEXT_STEP}`;
    throw new ConfigError([{ path: folder, message }]);
  }
}

const REASONS: Record<string, string> = {
  EEXIST: "there is a file of this name",
  ENOTDIR: "a part of the path is a file",
  ENOENT: "its file system takes no new folder there",
  EROFS: "its file system is read-only",
  ENOSPC: "its file system is full",
};
