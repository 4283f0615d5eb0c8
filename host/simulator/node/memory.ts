// An estimate of the variables a program uses on the board. Nothing here counts variables: the
// number only moves as the real one does, so that a channel made of it shows something plausible.

/** The interpreter by itself, with its Wi-Fi functions looked up (measured on a 14-byte build: 60). */
const BASE = 60;
/** Variables a byte of minified bundle: 947 for 17.2 kB, base included, were measured beside its outbox. */
const PER_BUNDLE_BYTE = (947 - BASE) / 17_230;

export interface MemoryUse {
  readonly bundleBytes: number;
  readonly timers: number;
  readonly sockets: number;
  /** Bytes waiting in sockets, either way: a variable of a string holds 12. */
  readonly waitingBytes: number;
}

export function estimatedVars({ bundleBytes, timers, sockets, waitingBytes }: MemoryUse): number {
  return Math.round(
    BASE + bundleBytes * PER_BUNDLE_BYTE + 6 * timers + 12 * sockets + waitingBytes / 12,
  );
}
