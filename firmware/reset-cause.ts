// Why the chip started: a register tells it on an ESP32 (RTC_CNTL_RESET_STATE_REG, the cause of the
// first processor), and Espruino does not. Owns the question alone; the register is the board's.

/** Of the board's definition (`resetCause`), put in by the build. */
declare const RESET_REGISTER: number;
declare const POWER_CAUSES: readonly number[];

/** Lowest bits of the register. */
const CAUSE = 63;

/** Number of the cause; 0 where the board has no such register. */
export function resetCause(): number {
  return RESET_REGISTER > 0 ? peek32(RESET_REGISTER) & CAUSE : 0;
}

/** Whether it was the supply, or somebody at the reset pin: nothing that the program did. */
export function wasPowerCut(): boolean {
  // 0 where the board has none: then a program that ended otherwise than on purpose has died.
  return RESET_REGISTER > 0 && POWER_CAUSES.indexOf(resetCause()) >= 0;
}
