// A file that outlives a run, in the state folder: the user's own, because others' code on a board may
// hold a password.
import { dirname } from "node:path";
import { ConfigError } from "../errors.ts";
import { makeFolder } from "../make-folder.ts";
import { writeWhole } from "../write-whole.ts";

const NEXT = "make room there, or name another folder by XDG_STATE_HOME, and run this again";

/** @param so what that means for the user @throws ConfigError */
export function keepFile(path: string, text: string, so?: string): void {
  try {
    makeFolder(dirname(path), 0o700);
    writeWhole(path, text, 0o600);
  } catch (error) {
    const reason = (error as Error).message;
    const message = `cannot be written (${reason})${so === undefined ? "" : `; ${so}`}: ${NEXT}`;
    throw new ConfigError([{ path, message }]);
  }
}
