// In place of bundle-hash.ts where Espruino has no SHA-256: the CRC-32 tells a bundle that was cut or
// damaged on its way, and claims no more.
import { storage } from "./settings.ts";

/** Its field of the birth message (contract/meta.ts), and its length. */
export const HASH_NAME = "crc32";
export const HASH_BYTES = 4;

/** Of the bundle, as characters. */
export let hash = "";

/** To be called before anything fragments the memory: it reads the whole bundle at once. */
export function hashBundle(): void {
  const crc = E.CRC32(storage.read(global.slot as string) as string);
  hash = String.fromCharCode((crc >> 24) & 255, (crc >> 16) & 255, (crc >> 8) & 255, crc & 255);
}
