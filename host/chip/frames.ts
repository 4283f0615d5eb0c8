// SLIP frames (RFC 1055) in what came from a chip, where boot messages and noise can stand before one.
const END = 0xc0;
const ESCAPE = 0xdb;
const ESCAPED: Readonly<Record<number, number>> = { 220: END, 221: ESCAPE };

export interface TakenFrame {
  /** What stood before it. */
  readonly noise: Uint8Array;
  readonly frame: Uint8Array;
  readonly rest: Uint8Array;
}

/** The first whole frame; undefined while there is none. A frame with a wrong escape counts as noise. */
export function takeFrame(bytes: Uint8Array): TakenFrame | undefined {
  for (let start = bytes.indexOf(END); start >= 0; ) {
    const end = bytes.indexOf(END, start + 1);
    if (end < 0) return undefined;
    const frame = end > start + 1 ? unescaped(bytes.subarray(start + 1, end)) : undefined;
    if (frame) return { noise: bytes.slice(0, start), frame, rest: bytes.slice(end + 1) };
    // Two ends with nothing between: the second begins the frame.
    start = end;
  }
  return undefined;
}

function unescaped(bytes: Uint8Array): Uint8Array | undefined {
  const out = new Uint8Array(bytes.length);
  let length = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] === ESCAPE ? ESCAPED[bytes[++i] ?? -1] : bytes[i];
    if (byte === undefined) return undefined;
    out[length++] = byte;
  }
  return out.subarray(0, length);
}
