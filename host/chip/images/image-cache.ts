// Archives that were downloaded, kept with the SHA-256 that they had, and checked by it when they are
// used again. What cannot be kept is no error: it is downloaded the next time.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { makeFolder } from "../../make-folder.ts";
import { writeWhole } from "../../write-whole.ts";
import type { Download } from "./download.ts";

const VERSION = 1;

interface Entry {
  readonly v: typeof VERSION;
  readonly url: string;
  readonly sha256: string;
  readonly etag?: string;
}

export class ImageCache {
  /** @param folder absolute; made when something is kept */
  constructor(
    private readonly folder: string,
    private readonly onNote: (line: string) => void,
  ) {}

  find(url: string): Download | undefined {
    const file = this.#fileOf(url);
    let entry: Entry;
    let bytes: Uint8Array;
    try {
      entry = JSON.parse(readFileSync(`${file}.json`, "utf8"));
      bytes = new Uint8Array(readFileSync(file));
    } catch {
      return undefined;
    }
    if (entry.v !== VERSION || entry.url !== url) return undefined;
    if (sha256(bytes) !== entry.sha256) {
      this.onNote(`${file} is not what was downloaded (SHA-256); it is downloaded again`);
      return undefined;
    }
    return { bytes, ...(entry.etag !== undefined && { etag: entry.etag }) };
  }

  keep(url: string, { bytes, etag }: Download): void {
    const file = this.#fileOf(url);
    const entry: Entry = {
      v: VERSION,
      url,
      sha256: sha256(bytes),
      ...(etag !== undefined && { etag }),
    };
    try {
      makeFolder(this.folder);
      writeWhole(file, bytes);
      writeWhole(`${file}.json`, `${JSON.stringify(entry)}\n`);
    } catch (error) {
      this.onNote(`the download could not be kept: ${(error as Error).message}`);
    }
  }

  #fileOf(url: string): string {
    const name = basename(new URL(url).pathname).replace(/[^\w.-]/g, "_") || "archive";
    return join(this.folder, `${sha256(Buffer.from(url)).slice(0, 12)}-${name.slice(-100)}`);
  }
}

export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
