// Which files of an archive are Espruino for a board, and whether they can be: the chip they are made
// for, the regions they must fit. Knows how Espruino names what it publishes (make/targets/ESP32.make
// and ESP32_IDF4.make of its source). Opens nothing.
import { posix } from "node:path";
import type { Board } from "../../../boards/board.ts";
import { ConfigError, type Fault } from "../../errors.ts";
import type { ImageFile } from "./archive.ts";

export interface RuntimeImage {
  /** Of the board's flash regions. */
  readonly region: string;
  readonly file: string;
  readonly offset: number;
  readonly bytes: Uint8Array;
}

interface Chip {
  /** At byte 12 of an image for it (esp_image_header_t). */
  readonly imageId: number;
  readonly suffix: string;
}

const CHIPS: Readonly<Record<string, Chip>> = {
  ESP32: { imageId: 0, suffix: "esp32" },
  "ESP32-C3": { imageId: 5, suffix: "esp32c3" },
  "ESP32-S3": { imageId: 9, suffix: "esp32s3" },
};
const CHIP_OF_IMAGE: Readonly<Record<number, string>> = { 2: "ESP32-S2", 13: "ESP32-C6" };
const IMAGE_MAGIC = 0xe9;
const PARTITION_MAGIC = 0x50aa;
const PARTITION_BYTES = 32;
const APP = "app";

/** How Espruino's archives end the names of what is for this board. @throws ConfigError */
export function chipSuffixOf(board: Board): string {
  return chipOf(board).suffix;
}

function chipOf(board: Board): Chip {
  const chip = CHIPS[board.chip];
  if (chip) return chip;
  const message = `Espruino can be installed on ${Object.keys(CHIPS).join(", ")}; ${board.id} is an ${board.chip}, see https://www.espruino.com/Download`;
  throw new ConfigError([{ path: "--board", message }]);
}

/**
 * In the order of their offsets.
 * @param source where the files are from, for messages
 * @throws ConfigError naming every file that is missing or does not fit
 */
export function runtimeImages(
  files: readonly ImageFile[],
  board: Board,
  source: string,
): RuntimeImage[] {
  const chip = chipOf(board);
  const folder = folderFor(files, chip, source);
  const inside = files.filter(({ name }) => posix.dirname(name) === folder);
  const faults: Fault[] = [];
  const images: RuntimeImage[] = [];
  for (const [region, pattern] of Object.entries(namesFor(chip))) {
    const place = board.flash.regions.find(({ name }) => name === region);
    const found = inside.find(({ name }) => pattern.test(posix.basename(name)));
    if (!place)
      faults.push({ path: board.id, message: `the board's flash has no region ${region}` });
    else if (!found) {
      const there = inside.map(({ name }) => posix.basename(name)).join(", ") || "no .bin file";
      faults.push({ path: source, message: `no image for ${region}: ${there} is there` });
    } else {
      const { name: file, bytes } = found;
      const image = { region, file, offset: place.offset, bytes };
      const wrong =
        whatIsWrong(image, board) ??
        (bytes.length > place.bytes
          ? `larger than its region: ${bytes.length} bytes, ${region} of ${board.id} has ${place.bytes}`
          : undefined);
      if (wrong) faults.push({ path: `${source}: ${file}`, message: wrong });
      images.push(image);
    }
  }
  if (faults.length === 0) faults.push(...misplaced(images, source));
  if (faults.length > 0) throw new ConfigError(faults);
  return images.sort((a, b) => a.offset - b.offset);
}

function namesFor({ suffix }: Chip): Readonly<Record<string, RegExp>> {
  return {
    bootloader: /^bootloader\.bin$/i,
    "partition table": /^partition(s_espruino|-table)\.bin$/i,
    [APP]: new RegExp(`^espruino([-_]\\d+v[\\w.]+)?[-_]${suffix}\\.bin$`, "i"),
  };
}

/** A release has a folder for each board; what is loose beside them are apps alone. */
function folderFor(files: readonly ImageFile[], chip: Chip, source: string): string {
  const { [APP]: app, bootloader } = namesFor(chip);
  const has = (folder: string, pattern: RegExp): boolean =>
    files.some(({ name }) => posix.dirname(name) === folder && pattern.test(posix.basename(name)));
  const folders = [...new Set(files.map(({ name }) => posix.dirname(name)))];
  const complete = folders.filter((folder) => has(folder, app!) && has(folder, bootloader!));
  // Variants of a board (ESP32_CYD) have an app of the same name in a folder of another.
  const named = complete.filter((folder) => folder.toLowerCase().endsWith(`_${chip.suffix}`));
  const [only, ...others] = named.length > 0 ? named : complete;
  if (others.length > 0) {
    const message = `several folders hold Espruino for ${chip.suffix}: ${[only, ...others].join(", ")}; name one`;
    throw new ConfigError([{ path: source, message }]);
  }
  // Incomplete: the caller says what is missing there.
  return only ?? folders.find((folder) => has(folder, app!) || has(folder, bootloader!)) ?? ".";
}

function whatIsWrong({ region, bytes }: RuntimeImage, board: Board): string | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (region === "partition table") {
    const isTable = bytes.length >= PARTITION_BYTES && view.getUint16(0, true) === PARTITION_MAGIC;
    return isTable ? undefined : "not a partition table: it does not begin with aa 50";
  }
  if (bytes.length < 24 || bytes[0] !== IMAGE_MAGIC) {
    return "not an image of a chip of Espressif: it does not begin with e9";
  }
  const id = view.getUint16(12, true);
  if (id === chipOf(board).imageId) return undefined;
  const other = Object.entries(CHIPS).find(([, { imageId }]) => imageId === id)?.[0];
  const name = other ?? CHIP_OF_IMAGE[id] ?? `chip ${id}`;
  return `an image for ${name}; ${board.id} has an ${board.chip}`;
}

/** The table in the archive must have an app partition where the board's definition has its own. */
function misplaced(images: readonly RuntimeImage[], source: string): Fault[] {
  const table = images.find(({ region }) => region === "partition table");
  const app = images.find(({ region }) => region === APP);
  if (!table || !app) return [];
  const partitions = partitionsIn(table.bytes).filter(({ type }) => type === 0);
  const own = partitions.find(({ offset }) => offset === app.offset);
  const path = `${source}: ${table.file}`;
  if (!own) {
    const found = partitions.map(({ offset }) => `0x${offset.toString(16)}`).join(", ") || "none";
    const message = `no app partition at 0x${app.offset.toString(16)}, where the board has one; there: ${found}`;
    return [{ path, message }];
  }
  if (app.bytes.length <= own.bytes) return [];
  const message = `its app partition has ${own.bytes} bytes, ${app.file} has ${app.bytes.length}`;
  return [{ path, message }];
}

function partitionsIn(table: Uint8Array) {
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  const partitions: { type: number; offset: number; bytes: number }[] = [];
  for (let at = 0; at + PARTITION_BYTES <= table.length; at += PARTITION_BYTES) {
    if (view.getUint16(at, true) !== PARTITION_MAGIC) break;
    partitions.push({
      type: view.getUint8(at + 2),
      offset: view.getUint32(at + 4, true),
      bytes: view.getUint32(at + 8, true),
    });
  }
  return partitions;
}
