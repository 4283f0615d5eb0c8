// The lengths of MQTT: seven bits a byte, the least first, four bytes at most. Pure.

export const INCOMPLETE = 0;
export const MALFORMED = -1;

/** MQTT 5, 1.5.5; likewise the remaining length of 3.1.1, 2.2.3. */
export function variableByteInteger(
  bytes: Buffer,
  start: number,
  end: number,
): { readonly value: number; readonly end: number } | typeof INCOMPLETE | typeof MALFORMED {
  let value = 0;
  for (let index = 0; index < 4; index++) {
    if (start + index >= end) return INCOMPLETE;
    const byte = bytes[start + index]!;
    value += (byte & 0x7f) << (7 * index);
    if (byte < 0x80) return { value, end: start + index + 1 };
  }
  return MALFORMED;
}
