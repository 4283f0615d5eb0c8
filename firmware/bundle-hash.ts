// What proves which bundle the board runs: the SHA-256 of what it has itself read from its Storage.
import { storage } from "./settings.ts";

/** Its field of the birth message (contract/meta.ts), and its length. */
export const HASH_NAME = "sha256";
export const HASH_BYTES = 32;

/** Of the bundle, as characters. */
export let hash = "";

/** To be called before anything fragments the memory: it reads the whole bundle at once. */
export function hashBundle(): void {
  hash = E.toString(require("crypto").SHA256(storage.read(global.slot as string) as string));
}
