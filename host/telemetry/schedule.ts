// When a periodic publisher is due. Pure arithmetic on a monotonic clock; never waits itself.

export interface Tick {
  readonly dueMs: number;
  /** Ticks that had passed when this one was asked for; they are not made up. */
  readonly skipped: number;
}

/**
 * The tick after `previousMs`, on the grid `startMs + n * everyMs`: what a tick costs, or how late
 * it came, moves no later one.
 */
export function nextTick(
  startMs: number,
  everyMs: number,
  previousMs: number,
  nowMs: number,
): Tick {
  const index = Math.round((previousMs - startMs) / everyMs) + 1;
  // A tick that is late by less than a period is still due; older ones are passed over.
  const current = Math.floor((nowMs - startMs) / everyMs);
  const next = Math.max(index, current);
  return { dueMs: startMs + next * everyMs, skipped: next - index };
}
