// The birth message (contract/meta.ts): what this board is, what it runs and what it measures.
// @native-text: numbers are whole or rounded.
import { previousEnd } from "./boot-count.ts";
import type { ChannelMeta } from "./contract/meta.ts";
import { settings, storage } from "./settings.ts";

const BUNDLE_FILE = ".bootcde";
const SHA256_BYTES = 32;

/** Of the bundle, as 32 characters. */
let sha256 = "";

/** To be called before anything fragments the memory: it reads the whole bundle at once. */
export function hashBundle(): void {
  sha256 = E.toString(require("crypto").SHA256(storage.read(BUNDLE_FILE) as string));
}

export function birthMessage(boot: string, channels: readonly ChannelMeta[]): string {
  const { board, interval } = settings();
  const digits = "0123456789abcdef";
  // Not `JSON.stringify`, `toString(16)` or a typed array: each costs 8 vars for good.
  let hex = "";
  for (let i = 0; i < SHA256_BYTES; i++) {
    const byte = sha256.charCodeAt(i);
    hex += digits[byte >> 4] + digits[byte & 15];
  }
  let list = "";
  for (let i = 0; i < channels.length; i++) {
    list += `${i ? "," : ""}{"n":"${channels[i].n}","u":"${channels[i].u}"}`;
  }
  return `{"v":1,"board":"${board}","serial":"${getSerial()}","runtime":"${process.env.VERSION}","sha256":"${hex}","boot":"${boot}","reset":"${previousEnd}","interval":${interval},"channels":[${list}]}`;
}
