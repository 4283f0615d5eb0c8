// The birth message (contract/meta.ts): what this board is, what it runs and what it measures.
// @native-text: numbers are whole or rounded.
import { previousEnd } from "./boot-count.ts";
import { HASH_BYTES, HASH_NAME, hash } from "./bundle-hash.ts";
import type { ChannelMeta } from "./contract/meta.ts";
import { settings } from "./settings.ts";

export function birthMessage(boot: string, channels: readonly ChannelMeta[]): string {
  const { board, interval } = settings();
  const digits = "0123456789abcdef";
  // Not `JSON.stringify`, `toString(16)` or a typed array: each costs 8 vars for good.
  let hex = "";
  for (let i = 0; i < HASH_BYTES; i++) {
    const byte = hash.charCodeAt(i);
    hex += digits[byte >> 4] + digits[byte & 15];
  }
  let list = "";
  for (let i = 0; i < channels.length; i++) {
    list += `${i ? "," : ""}{"n":"${channels[i].n}","u":"${channels[i].u}"}`;
  }
  return `{"v":1,"board":"${board}","serial":"${getSerial()}","runtime":"${process.env.VERSION}","${HASH_NAME}":"${hex}","boot":"${boot}","reset":"${previousEnd}","interval":${interval},"channels":[${list}]}`;
}
