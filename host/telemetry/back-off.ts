// How long to wait before the next connection attempt. Pure: the caller owns time and chance.

const FIRST_MS = 1000;
const MOST_MS = 60_000;

/**
 * 1 s doubling to 60 s, less up to a quarter, so that many readers of one broker do not all come
 * back in the same instant.
 * @param failures attempts that failed in a row, from 1
 * @param random in [0, 1)
 */
export function backOffMs(failures: number, random: number): number {
  const full = Math.min(MOST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1));
  return Math.round(full * (1 - random / 4));
}
