// Waiting for what a test expects of other processes and sockets.
import { setTimeout as pause } from "node:timers/promises";

/** For what hangs alone; below the time a test may take, so that the test says what did not come. */
export const HANGS_MS = 120_000;
const LOOK_MS = 5;

/** Resolves soon after it is so. `what` may tell what came instead. */
export async function until(
  isSo: () => boolean,
  what: string | (() => string) = "it",
): Promise<void> {
  const end = performance.now() + HANGS_MS;
  while (!isSo()) {
    if (performance.now() > end) {
      throw new Error(`did not come to be: ${typeof what === "string" ? what : what()}`);
    }
    await pause(LOOK_MS);
  }
}
