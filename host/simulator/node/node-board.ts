// A simulated board whose bundle runs inside this Node process. Owns what can be asked of it.
import type { SensorScript } from "../sensors.ts";
import type { SimulatedBoard, SimulatedBoardOptions } from "../simulated-board.ts";
import type { FlashStorage } from "./flash-storage.ts";
import type { Network } from "./network.ts";
import { PoweredBoard } from "./powered-board.ts";
import type { AccessPoint, RadioTimes } from "./radio.ts";
import type { Scheduler } from "./scheduler.ts";

export interface NodeBoardOptions extends SimulatedBoardOptions {
  /** What the access point accepts; by default what the settings name. */
  readonly accessPoint?: AccessPoint;
  readonly radioTimes?: Partial<RadioTimes>;
  /** From reset to the first line of JavaScript. */
  readonly bootMs?: number;
  readonly scheduler?: Scheduler;
  /** What its sockets reach; this machine's by default. */
  readonly network?: Network;
  /**
   * A vm context of its own, in which the program may change everything, built-ins included. Without,
   * all boards of this process share one with frozen built-ins (shared-realm.ts).
   */
  readonly isolated?: boolean;
  readonly sensors?: SensorScript;
  /**
   * Told each time the program reads the chip's temperature, which the firmware of Espulse does once a
   * reading, with the names and contents of its Storage at that moment.
   */
  readonly onTemperatureRead?: (celsius: number, storage: FlashStorage) => void;
}

/** What only this runtime can do. */
export interface NodeBoard extends SimulatedBoard {
  /**
   * Steps the system clock behind the interpreter's back, as Wifi.setSNTP does on the ESP32: timers
   * that the step made due fire back to back, and a step back freezes them.
   */
  stepSystemClockUnderTimers(milliseconds: number): Promise<void>;
  readonly isPowered: boolean;
  /** Now, whatever it does; its peers are not told. */
  cutPower(): void;
  /** Boots, where the power was cut; `ready` when JavaScript runs. */
  restorePower(): void;
  /**
   * Cuts the power in the midst of its next writes to the flash: behind so many more bytes and steps
   * (deletions, new headers). `restorePower` takes it back where it has not come to that.
   */
  cutPowerInFlash(steps: number, onCut?: () => void): void;
  /** Resolves once JavaScript runs. */
  booted(): Promise<void>;
}

export async function startNodeBoard(options: NodeBoardOptions): Promise<NodeBoard> {
  const board = new PoweredBoard(options);
  await board.ready();
  return board;
}
