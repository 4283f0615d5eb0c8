// MQTT 3.1.1 control packets <-> bytes, as strings of characters 0..255, which is what Espruino's
// sockets speak. Owns the format alone: no socket, no clock, no session.
// @native-text: numbers are whole or rounded.

export const CONNECT = 0x10;
export const CONNACK = 0x20;
export const PUBLISH = 0x30;
export const PUBACK = 0x40;
/** The low bits of SUBSCRIBE are fixed at 0010 [MQTT-3.8.1-1]. */
export const SUBSCRIBE = 0x82;
export const SUBACK = 0x90;
export const PINGREQ = 0xc0;
export const PINGRESP = 0xd0;
export const DISCONNECT = 0xe0;

/** Bytes kept of one packet's body. What is longer reaches the receiver cut, never buffered whole. */
export const KEPT_BODY_BYTES = 512;

/** Not a function for two bytes of a number: that would cost 6 vars. */
export const chr = String.fromCharCode;

/** A UTF-8 string field with its length before it (MQTT 3.1.1, section 1.5.3); ASCII here. */
export function field(text: string): string {
  return chr(text.length >> 8, text.length & 255) + text;
}

export function readUint16(bytes: string, offset: number): number {
  return bytes.charCodeAt(offset) * 256 + bytes.charCodeAt(offset + 1);
}

/** Fixed header, remaining length of one to four bytes (section 2.2.3), body. */
export function packet(header: number, body: string): string {
  let rest = body.length;
  let bytes = chr(header);
  do {
    bytes += chr(rest > 127 ? (rest & 127) | 128 : rest);
    rest >>= 7;
  } while (rest > 0);
  return bytes + body;
}

/** What a decoder tells: one packet, its body whole, or cut to {@link KEPT_BODY_BYTES}. */
export type PacketReceiver = (header: number, body: string, isCut: boolean) => void;

let received = "";
/** Bytes of an oversized body still to come, which nobody will read. */
let unread = 0;

/** Forgets a half-received packet: the next connection starts clean. */
export function resetDecoder(): void {
  received = "";
  unread = 0;
}

/**
 * Takes the next bytes of the stream, split and joined at will, and hands every completed packet
 * to `receive`. False when the stream is not MQTT: a remaining length of more than four bytes.
 * Holds at most KEPT_BODY_BYTES + 5 bytes between two calls.
 */
export function decode(bytes: string, receive: PacketReceiver): boolean {
  if (unread > 0) {
    const skipped = Math.min(bytes.length, unread);
    unread -= skipped;
    bytes = bytes.substr(skipped);
  }
  received += bytes;
  for (;;) {
    let length = 0;
    let scale = 1;
    let at = 1;
    let digit = 128;
    while (digit > 127) {
      if (at > 4) return false;
      if (at >= received.length) return true;
      digit = received.charCodeAt(at++);
      length += (digit & 127) * scale;
      scale *= 128;
    }
    const isCut = length > KEPT_BODY_BYTES;
    const kept = isCut ? KEPT_BODY_BYTES : length;
    if (received.length < at + kept) return true;
    const header = received.charCodeAt(0);
    const body = received.substr(at, kept);
    const available = received.length - at;
    unread = length > available ? length - available : 0;
    received = received.substr(at + length);
    receive(header, body, isCut);
  }
}
