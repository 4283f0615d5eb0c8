// The files in an archive or a folder, by name with slashes. Nothing is unpacked to disk, so that no
// name in an archive can reach anything.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { gunzipSync } from "node:zlib";
import { unzipSync } from "fflate";
import { parseTar } from "nanotar";

export interface ImageFile {
  /** Such as "espruino_2v29_esp32/bootloader.bin". */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Larger than any flash that is known: such a file is no image. */
const LARGEST = 32 << 20;
/** Of a whole release of Espruino, unpacked. */
const LARGEST_ARCHIVE = 512 << 20;
const NAME = /\.bin$/i;

/** What the bytes are not: neither .zip nor .tgz, or damaged. */
export class ArchiveError extends Error {
  override name = "ArchiveError";
}

/** Its .bin files. @throws ArchiveError */
export function filesInArchive(archive: Uint8Array): ImageFile[] {
  const start = Buffer.from(archive.subarray(0, 4)).toString("latin1");
  try {
    if (start === "PK\x03\x04") return filesInZip(archive);
    if (start.startsWith("\x1f\x8b")) return filesInTar(archive);
  } catch (error) {
    throw new ArchiveError(`it is damaged or cut short (${(error as Error).message})`);
  }
  const head = Buffer.from(archive.subarray(0, 24)).toString("latin1");
  throw new ArchiveError(
    archive.length === 0 ? "it is empty" : `it begins with ${JSON.stringify(head)}`,
  );
}

function filesInZip(archive: Uint8Array): ImageFile[] {
  const files = unzipSync(archive, {
    filter: ({ name, originalSize }) => NAME.test(name) && originalSize <= LARGEST,
  });
  return Object.entries(files).map(([name, bytes]) => ({ name, bytes }));
}

function filesInTar(archive: Uint8Array): ImageFile[] {
  // A copy: nanotar looks at the whole of the buffer that a part stands in.
  const tar = new Uint8Array(gunzipSync(archive, { maxOutputLength: LARGEST_ARCHIVE }));
  return parseTar(tar, {
    filter: ({ name, type, size = 0 }) => type === "file" && NAME.test(name) && size <= LARGEST,
  }).map(({ name, data }) => ({ name, bytes: data ?? new Uint8Array() }));
}

/** Its .bin files, two folders deep: an archive unpacked by hand has one of its own. */
export function filesInFolder(folder: string): ImageFile[] {
  const walk = (inside: string, depth: number): ImageFile[] =>
    readdirSync(inside, { withFileTypes: true }).flatMap((entry) => {
      const path = join(inside, entry.name);
      if (entry.isDirectory()) return depth > 0 ? walk(path, depth - 1) : [];
      if (!NAME.test(entry.name) || statSync(path).size > LARGEST) return [];
      const name = relative(folder, path).split(sep).join("/");
      return [{ name, bytes: new Uint8Array(readFileSync(path)) }];
    });
  return walk(folder, 2);
}
