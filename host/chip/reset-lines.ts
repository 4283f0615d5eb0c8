// How DTR and RTS bring a chip into its ROM loader and out of it, as data. RTS asserted holds the chip in
// reset (EN low), DTR asserted holds its boot pin low; a usual board has both asserted do nothing.
import type { Clock } from "../clock.ts";
import type { Signals } from "../transport/transport.ts";

type Step = Signals & { readonly waitMs?: number };

/**
 * Through two transistors behind a USB to UART chip.
 * @param waitMs how long the boot pin is held: some boards are slow to leave reset
 */
export const classic = (waitMs: number): readonly Step[] => [
  { dataTerminalReady: false, requestToSend: true, waitMs: 100 },
  { dataTerminalReady: true, requestToSend: false, waitMs },
  { dataTerminalReady: false, requestToSend: false },
];

/** Through the chip's own USB-Serial-JTAG (ESP32-C3, S3): it never sees both lines change at once. */
export const USB_SERIAL_JTAG: readonly Step[] = [
  { requestToSend: false },
  { dataTerminalReady: false, waitMs: 100 },
  { dataTerminalReady: true },
  { requestToSend: false, waitMs: 100 },
  { requestToSend: true },
  { dataTerminalReady: false },
  // The driver of Windows sends RTS only together with DTR.
  { requestToSend: true, waitMs: 100 },
  { dataTerminalReady: false },
  { requestToSend: false },
];

/** Into the program. */
export const RESTART: readonly Step[] = [
  { dataTerminalReady: false, requestToSend: true, waitMs: 100 },
  { requestToSend: false },
];

export async function playSteps(
  steps: readonly Step[],
  setSignals: (signals: Signals) => Promise<void>,
  clock: Clock,
): Promise<void> {
  for (const { waitMs, ...signals } of steps) {
    await setSignals(signals);
    if (waitMs) await new Promise<void>((resolve) => clock.after(waitMs, resolve));
  }
}
