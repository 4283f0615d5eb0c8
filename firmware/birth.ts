// The birth message (contract/meta.ts): what this board is, what it runs and what it measures.
// @native-text: numbers are whole or rounded.
import { previousEnd } from "./boot-count.ts";
import { HASH_BYTES, HASH_NAME, hash } from "./bundle-hash.ts";
import type { ChannelMeta } from "./contract/meta.ts";
import { isWritten, lastBoot, lastSeq, wear } from "./outbox/log.ts";
import { KEPT_MS } from "./outbox/outbox.ts";
import { resetCause } from "./reset-cause.ts";
import { settings } from "./settings.ts";

/** Where in the name of a boot its number stands. */
const BOOT_COUNT_AT = 9;

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
  let told = "";
  const cause = resetCause();
  if (cause) told = `,"cause":"${cause}"`;
  if (isWritten) {
    const count = global.Number(boot.substr(BOOT_COUNT_AT)) - 1;
    const before = boot.substr(0, BOOT_COUNT_AT) + count;
    const seq = lastBoot === before ? lastSeq : 0;
    // What is older is in flash; one more may be due in the tick that ended, and one was being made.
    const most = previousEnd === "clean" ? 0 : Math.floor(KEPT_MS / interval) + 2;
    if (count) told += `,"before":{"boot":"${before}","seq":${seq},"most":${most}}`;
    told += `,"wear":${wear()}`;
  }
  return `{"v":1,"board":"${board}","serial":"${getSerial()}","runtime":"${process.env.VERSION}","${HASH_NAME}":"${hex}","boot":"${boot}","reset":"${previousEnd}"${told},"interval":${interval},"channels":[${list}]}`;
}
