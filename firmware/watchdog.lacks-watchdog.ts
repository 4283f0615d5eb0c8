// In place of watchdog.ts where firmware has no watchdog: a board that hangs, hangs until somebody
// resets it.

export function startWatchdog(_seconds: number | undefined): void {
  // Espruino's own would do nothing (targets/esp8266/jshardware.c, jshEnableWatchDog).
}

export function kickWatchdog(): void {
  // Nothing waits for it.
}
