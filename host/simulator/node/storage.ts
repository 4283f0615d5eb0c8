// require("Storage") (jswrap_storage.c) over the flash files. Knows JavaScript values; the rules of
// the flash are in flash-storage.ts.

import { crc32 } from "../../crc32.ts";
import { fromBinaryString, toBinaryString, toBytes } from "./bytes.ts";
import { FlashError, type FlashStorage } from "./flash-storage.ts";
import type { Realm } from "./realm.ts";

export interface StorageSurroundings {
  readonly flash: FlashStorage;
  /** Address of Storage in the chip's flash; `hash` is made of addresses. */
  readonly flashOffset: number;
}

export function storageModule(realm: Realm, { flash, flashOffset }: StorageSurroundings): object {
  const matching = (pattern: unknown) =>
    flash.list().filter(({ name }) => pattern === undefined || matches(name, pattern));

  const write = (name: unknown, data: Uint8Array, offset: unknown, size: unknown): boolean => {
    try {
      return flash.write(String(name), data, integer(offset), integer(size));
    } catch (error) {
      throw error instanceof FlashError ? realm.error(error.message) : error;
    }
  };

  const read = (name: unknown, offset?: unknown, length?: unknown): string | undefined => {
    const size = flash.sizeOf(String(name));
    if (size === undefined) return undefined;
    // jsfReadFile clips instead of failing; a length of 0 or less means all.
    const from = Math.min(Math.max(0, integer(offset)), size);
    const wanted = integer(length) <= 0 ? size : integer(length);
    return toBinaryString(flash.read(String(name), from, Math.min(size, from + wanted))!);
  };

  return realm.object({
    read,
    readArrayBuffer(name: unknown): ArrayBuffer | undefined {
      const bytes = flash.read(String(name));
      return bytes === undefined ? undefined : realm.arrayBuffer(bytes);
    },
    readJSON(name: unknown, quiet: unknown): unknown {
      const text = read(name);
      if (text === undefined) return undefined;
      try {
        return realm.intrinsics.JSON.parse(text);
      } catch (error) {
        if (quiet) return undefined;
        throw error;
      }
    },
    write(name: unknown, data: unknown, offset: unknown, size: unknown): boolean {
      if (isPlainObject(data)) {
        // An object is written as JSON; offset and size do not count then.
        return write(name, fromBinaryString(realm.intrinsics.JSON.stringify(data)), 0, 0);
      }
      if (data === undefined) throw realm.error("Can't get pointer to data to write");
      return write(name, toBytes(realm, data), offset, size);
    },
    writeJSON(name: unknown, data: unknown): boolean {
      return write(name, fromBinaryString(realm.intrinsics.JSON.stringify(data)), 0, 0);
    },
    list(pattern?: unknown, filter?: { sf?: unknown }): unknown[] {
      // There is no Storage.open here, so there are no StorageFiles to list.
      if (filter?.sf) return realm.array([]);
      return realm.array(matching(pattern).map(({ name }) => name));
    },
    hash(pattern?: unknown): number {
      let sum = 0xabcddcba;
      for (const { name, address } of matching(pattern)) {
        sum = (sum << 1) | (sum >>> 31);
        sum ^= (flashOffset + address) ^ crc32(fromBinaryString(name));
      }
      return sum | 0;
    },
    erase: (name: unknown): void => flash.erase(String(name)),
    eraseAll: (): void => flash.eraseAll(),
    compact: (): void => void flash.compact(),
    getFree: (): number => flash.free(),
  });
}

function integer(value: unknown): number {
  return Math.trunc(Number(value)) || 0;
}

/** jsvIsObject: neither array, typed array nor function. */
function isPlainObject(value: unknown): boolean {
  return Object.prototype.toString.call(value) === "[object Object]";
}

/**
 * A string is searched for, not taken for a pattern (src/jswrap_string.c, jswrap_string_match); its
 * beginning is enough where the name ends with it (2v29: `list("ledger")` has "their-table").
 */
function matches(name: string, pattern: unknown): boolean {
  // The board's RegExp is another realm's.
  if (Object.prototype.toString.call(pattern) !== "[object RegExp]") {
    const text = String(pattern);
    const isBegun = [...text].some((_, at) => name.endsWith(text.slice(0, at + 1)));
    return name.includes(text) || (name.length >= text.length && isBegun);
  }
  return name.match(pattern as RegExp) !== null;
}
