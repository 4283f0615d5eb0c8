// Replies of an SNTP server, field by field (RFC 4330, section 4).

/** Seconds from 1900 to 1970 (RFC 4330, section 3). */
export const EPOCH_SECONDS = 2_208_988_800;
export const NONCE = "\x01\x23\x45\x67\x89\xab\xcd\xef";

interface ReplyFields {
  mode?: number;
  stratum?: number;
  nonce?: string;
  /** Of NTP, from 1900, in the era of the time. */
  seconds?: number;
  fraction?: number;
}

export function reply({
  mode = 4,
  stratum = 2,
  nonce = NONCE,
  seconds = EPOCH_SECONDS,
  fraction = 0,
}: ReplyFields): string {
  const bytes = Buffer.alloc(48);
  bytes[0] = 0x20 | mode;
  bytes[1] = stratum;
  bytes.write(nonce, 24, "latin1");
  bytes.writeUInt32BE(seconds, 40);
  bytes.writeUInt32BE(fraction, 44);
  return bytes.toString("latin1");
}

export function replyAt(utcMs: number, nonce: string): string {
  const seconds = Math.floor(utcMs / 1000);
  return reply({
    nonce,
    seconds: (seconds + EPOCH_SECONDS) % 2 ** 32,
    fraction: Math.floor(((utcMs - seconds * 1000) / 1000) * 2 ** 32),
  });
}
