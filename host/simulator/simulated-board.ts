// One simulated board, whatever runs its bundle. Owns the seam between a runtime and whoever
// drives it (the `sim` verb, the tests); knows nothing of either runtime.
import type { Board } from "../../boards/board.ts";
import type { Settings } from "../../firmware/contract/settings.ts";
import type { SerialWire } from "./console/uart.ts";

export interface SimulatedBoardOptions {
  /** The built bundle, ASCII: the very file an ESP32 would run. */
  readonly bundle: string;
  /** The boot script that runs it (build-program.ts); without it the bundle is the boot script itself. */
  readonly loader?: string;
  readonly board: Board;
  readonly settings: Settings;
  /** Sensor values, signal and `E.hwRand` follow from it. */
  readonly seed: number;
  /** Folder that keeps the board's Storage between runs; without it a temporary one. */
  readonly storageFolder?: string;
  /**
   * Nothing is put into its Storage, neither the bundle nor settings: a board to be flashed. What a
   * kept Storage has stays there.
   */
  readonly blank?: boolean;
  /** The wire at its console, which is then a prompt of Espruino's; without one nobody can type. */
  readonly serial?: SerialWire;
  /** Called with each line the board prints on its console, but for what answers a host there. */
  readonly onConsoleLine?: (line: string) => void;
  /** Called when the program has failed at what a board that shares its context cannot do. */
  readonly onUnshareable?: (reason: string) => void;
}

export interface SimulatedBoard {
  readonly settings: Settings;
  /** Boots so far, the first included: it grows by a reboot, a watchdog, a power cycle. */
  readonly boots: number;
  /** Runs a JavaScript expression at the board's console; resolves with its value as JSON text. */
  evaluate(expression: string): Promise<string>;
  /** Takes the access point away, or brings it back. */
  setWifi(available: boolean): Promise<void>;
  /** Steps the system clock with `setTime`, as a console or the Web IDE does; timers are kept. */
  stepClock(milliseconds: number): Promise<void>;
  /** Cuts the power without a warning and boots again; Storage is kept. */
  powerCycle(): Promise<void>;
  /** Shuts the program down as `load()` would (event `kill`), then ends it. */
  close(): Promise<void>;
}
