// Espruino for ESP32 as it is published: images with the headers of real ones, in folders and archives
// named and laid out like those of a release. The content is made up.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zipSync } from "fflate";
import { seeded } from "./seeded-random.ts";

const KINDS = {
  esp32: {
    id: 0,
    app: "espruino_esp32.bin",
    table: "partitions_espruino.bin",
    appBytes: 1536 << 10,
  },
  esp32c3: {
    id: 5,
    app: "espruino-esp32c3.bin",
    table: "partition-table.bin",
    appBytes: 2000 << 10,
  },
  esp32s3: {
    id: 9,
    app: "espruino-esp32s3.bin",
    table: "partition-table.bin",
    appBytes: 2000 << 10,
  },
};

export type Kind = keyof typeof KINDS;

export interface ReleaseOptions {
  readonly appBytes?: number;
  readonly bootloaderBytes?: number;
  /** What an app's header says it is for. */
  readonly appChipId?: number;
  readonly partitionOffset?: number;
}

/** Name -> bytes, without a folder. */
export function releaseFiles(
  kind: Kind,
  { appBytes = 60_001, bootloaderBytes = 20_000, appChipId, partitionOffset }: ReleaseOptions = {},
): Record<string, Uint8Array> {
  const { id, app, table, appBytes: partitionBytes } = KINDS[kind];
  return {
    "bootloader.bin": image(bootloaderBytes, id),
    [table]: partitionTable(partitionOffset ?? 0x10000, partitionBytes),
    [app]: image(appBytes, appChipId ?? id),
  };
}

/** Compresses to about four fifths; a real app of Espruino to two thirds. */
function image(size: number, chipId: number): Uint8Array {
  const random = seeded(size);
  const bytes = Uint8Array.from({ length: size }, (_, i) => (i % 3 === 0 ? 0 : random() * 256));
  bytes.set([0xe9, 3, 2, 0x20]);
  bytes.set([chipId, 0], 12);
  return bytes;
}

function partitionTable(offset: number, size: number): Uint8Array {
  const table = Buffer.alloc(3072, 0xff);
  const entries = [
    { type: 1, subtype: 2, offset: 0x9000, size: 0x3000 },
    { type: 0, subtype: 0, offset, size },
  ];
  for (const [i, entry] of entries.entries()) {
    const at = 32 * i;
    table.fill(0, at, at + 32);
    table.writeUInt16LE(0x50aa, at);
    table.set([entry.type, entry.subtype], at + 2);
    table.writeUInt32LE(entry.offset, at + 4);
    table.writeUInt32LE(entry.size, at + 8);
  }
  return new Uint8Array(table);
}

export function writeRelease(folder: string, files: Record<string, Uint8Array>): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
}

/** As the build of Espruino packs it: a folder of the archive's name, and a text. */
export function releaseTgz(name: string, files: Record<string, Uint8Array>): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), "espulse-tgz-"));
  try {
    writeRelease(join(folder, name), { ...files, "README_flash.txt": Buffer.from("How to flash") });
    execFileSync("tar", ["-zcf", "it.tgz", name], { cwd: folder });
    return new Uint8Array(readFileSync(join(folder, "it.tgz")));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A whole release: the app of each board, and for those with an ESP32 a folder too. */
export function releaseZip(version: string, kinds: readonly Kind[]): Uint8Array {
  const top = `espruino_${version}`;
  return zipSync({
    [`${top}/readme.txt`]: Buffer.from("Espruino"),
    [`${top}/espruino_${version}_pico_1r3.bin`]: new Uint8Array(100),
    ...Object.fromEntries(
      kinds.flatMap((kind) => {
        const files = releaseFiles(kind);
        const inFolder = Object.entries(files).map(([name, bytes]): [string, Uint8Array] => [
          `${top}/${top}_${kind}/${name}`,
          bytes,
        ]);
        return [...inFolder, [`${top}/${top}_${kind}.bin`, files[KINDS[kind].app]!]];
      }),
    ),
  });
}
