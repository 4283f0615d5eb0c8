// The chip's watchdog: restarts a board whose parts have shown no life for a while.

/** Longer than `net.connect` can block, and than the longest wait between two attempts. */
const WATCHDOG_SECONDS = 120;

/** From now on only {@link kickWatchdog} keeps the board from a restart. */
export function startWatchdog(seconds: number | undefined): void {
  E.enableWatchdog(seconds || WATCHDOG_SECONDS, false);
}

export function kickWatchdog(): void {
  E.kickWatchdog();
}
