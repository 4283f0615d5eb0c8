// A folder that holds a board's Storage files between runs, one file each, so that they can be
// looked at. Owns names and atomicity on the host; knows nothing of flash.
import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { makeFolder } from "../../make-folder.ts";

/** While a file is being replaced it has this ending; a leftover of a killed process is dropped. */
const UNFINISHED = ".unfinished~";

export class FlashFolder {
  constructor(private readonly path: string) {
    makeFolder(resolve(path));
  }

  load(): { name: string; bytes: Uint8Array }[] {
    const found: { name: string; bytes: Uint8Array }[] = [];
    for (const fileName of readdirSync(this.path).sort()) {
      const path = join(this.path, fileName);
      if (fileName.endsWith(UNFINISHED)) rmSync(path, { force: true });
      else found.push({ name: decodeName(fileName), bytes: new Uint8Array(readFileSync(path)) });
    }
    // The largest first: the log of readings stays where it was, whatever other file was added.
    return found
      .filter(({ bytes }) => bytes.length > 0)
      .sort((a, b) => b.bytes.length - a.bytes.length);
  }

  /** Whole or not at all, also when this process is killed meanwhile. */
  create(name: string, bytes: Uint8Array): void {
    const path = join(this.path, encodeName(name));
    writeFileSync(path + UNFINISHED, bytes);
    renameSync(path + UNFINISHED, path);
  }

  /** Puts a part of `bytes` into the file that is there. */
  store(name: string, length: number, bytes: Uint8Array, offset: number): void {
    if (length === bytes.length) {
      this.create(name, bytes);
      return;
    }
    const handle = openSync(join(this.path, encodeName(name)), "r+");
    try {
      writeSync(handle, bytes, 0, bytes.length, offset);
    } finally {
      closeSync(handle);
    }
  }

  remove(name: string): void {
    rmSync(join(this.path, encodeName(name)), { force: true });
  }
}

/** Storage names may hold any byte: what is not plain becomes %XX, as does a leading dot's ambiguity. */
function encodeName(name: string): string {
  return name.replace(/[^A-Za-z0-9._-]|^\.{1,2}$/g, (text) =>
    [...text].map((c) => `%${c.charCodeAt(0).toString(16).padStart(2, "0")}`).join(""),
  );
}

function decodeName(fileName: string): string {
  return fileName.replace(/%([0-9a-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
