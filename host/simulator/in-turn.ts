// Many boards one after the other: started at a distance, ended so many at a time. Knows no board.
import { setTimeout as delay } from "node:timers/promises";

/** Boards are switched on over this time at least; were it none, all would publish in the same instant. */
const STAGGER_MS = 1000;
/** A board takes about a millisecond to boot and log in; the rest is left to the ones that run. */
const MS_A_START = 2;
const LONGEST_WAIT_MS = 2 ** 31 - 1;

/**
 * Spread over time, so that their readings are; none waits for the one before. When one fails, no more
 * are started, and those that are being started are waited for.
 */
export async function startInTurn<T>(
  all: readonly T[],
  startOne: (item: T) => Promise<void>,
  interrupted: AbortSignal,
): Promise<void> {
  const everyMs = Math.max(STAGGER_MS / all.length, MS_A_START);
  const startedAt = performance.now();
  const starts: Promise<void>[] = [];
  let failure: { error: unknown } | undefined;
  for (const [index, item] of all.entries()) {
    const leftMs = startedAt + index * everyMs - performance.now();
    // Those that run get their turn also when the starts are behind.
    if (index > 0 && !(await waited(Math.max(1, leftMs), interrupted))) break;
    if (failure !== undefined || interrupted.aborted) break;
    const start = startOne(item).catch((error: unknown) => {
      failure ??= { error };
    });
    starts.push(start);
  }
  await Promise.all(starts);
  if (failure !== undefined) throw failure.error;
}

export async function inTurns<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const left = items.values();
  const worker = async (): Promise<void> => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** False when interrupted before the time was over. */
export async function waited(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  try {
    // setTimeout takes 2^31-1 ms at most.
    for (let left = milliseconds; left > 0; left -= LONGEST_WAIT_MS) {
      await delay(Math.min(left, LONGEST_WAIT_MS), undefined, { signal });
    }
    return !signal.aborted;
  } catch {
    return false;
  }
}
