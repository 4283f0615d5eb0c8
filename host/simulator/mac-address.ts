// The MAC address of a simulated board. Owns how it follows from the seed.

/** An address range of Espressif; the rest comes from the seed. */
const PREFIX = "240ac4";

/** Six bytes as hex; another for every seed below 2^24. */
export function macAddressOf(seed: number): string {
  const mixed = (Math.imul(seed | 0, 0x9e3779b1) ^ 0x5a5a5a) & 0xffffff;
  return PREFIX + mixed.toString(16).padStart(6, "0");
}
