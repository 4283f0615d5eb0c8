// The ESP32 itself: what outlives a restart of the interpreter. Flash, radio, clock, watchdog, the
// sensors' world; knows no JavaScript.
import type { Board } from "../../../boards/board.ts";
import { type SerialWire, Uart } from "../console/uart.ts";
import { macAddressOf } from "../mac-address.ts";
import { POWER_ON_RESET, SOFTWARE_RESET } from "../reset-causes.ts";
import {
  analogInput,
  chipTemperatureCel,
  digitalInput,
  type SensorScript,
  signalDbm,
} from "../sensors.ts";
import { SystemClock } from "./clock.ts";
import { FlashStorage } from "./flash-storage.ts";
import { HalfOpenLinks } from "./half-open.ts";
import type { Network } from "./network.ts";
import type { PinInputs } from "./pins.ts";
import { type AccessPoint, Radio, type RadioTimes } from "./radio.ts";
import type { Scheduler } from "./scheduler.ts";
import { Watchdog } from "./watchdog.ts";

export interface ChipOptions {
  readonly board: Board;
  readonly seed: number;
  readonly storageFolder?: string | undefined;
  readonly accessPoint: AccessPoint;
  readonly radioTimes: RadioTimes;
  readonly scheduler: Scheduler;
  readonly network: Network;
  readonly onConsoleLine: (line: string) => void;
  /** Its JavaScript has a vm context to itself. */
  readonly isolated: boolean;
  readonly onUnshareable: (reason: string) => void;
  readonly serial?: SerialWire | undefined;
  readonly sensors?: SensorScript | undefined;
  readonly onTemperatureRead?: ((celsius: number) => void) | undefined;
}

export class Chip {
  readonly board: Board;
  readonly scheduler: Scheduler;
  readonly network: Network;
  readonly onConsoleLine: (line: string) => void;
  readonly isolated: boolean;
  readonly onUnshareable: (reason: string) => void;
  readonly macAddress: string;
  readonly flash: FlashStorage;
  readonly radio: Radio;
  readonly watchdog: Watchdog;
  readonly halfOpen = new HalfOpenLinks();
  /** The port of its console, where anything is wired to it. */
  readonly uart: Uart | undefined;
  readonly inputs: PinInputs;
  /** Kept in the flash, outside of Storage (NVS): as it was set last, through every reset. */
  readonly bluetooth = { isOn: true };
  /** Of RTC_CNTL_RESET_STATE_REG. */
  resetCause = POWER_ON_RESET;
  /** 1970 after power-on; a reset of the chip keeps it, for it is counted by the RTC. */
  clock: SystemClock;
  readonly #seed: number;
  readonly #builtMs: number;
  readonly #sensors: SensorScript;
  readonly #onTemperatureRead: (celsius: number) => void;

  constructor({ board, seed, storageFolder, scheduler, ...options }: ChipOptions) {
    this.board = board;
    this.scheduler = scheduler;
    this.network = options.network;
    this.onConsoleLine = options.onConsoleLine;
    this.isolated = options.isolated;
    this.onUnshareable = options.onUnshareable;
    this.uart = options.serial && new Uart(options.serial);
    this.#seed = seed;
    this.#builtMs = scheduler.now();
    this.#sensors = options.sensors ?? {};
    this.#onTemperatureRead = options.onTemperatureRead ?? (() => {});
    this.macAddress = macAddressOf(seed);
    this.flash = new FlashStorage({
      bytes: board.storage.bytes,
      ...(storageFolder === undefined ? {} : { folder: storageFolder }),
      print: (text) => this.onConsoleLine(text.trimEnd()),
    });
    this.radio = new Radio(scheduler, options.accessPoint, options.radioTimes);
    this.watchdog = new Watchdog(scheduler);
    this.clock = new SystemClock(scheduler, 0);
    const { analog, digital } = this.#sensors;
    this.inputs = {
      analog(pin) {
        const ms = elapsedMs();
        return analog?.(pin, ms) ?? analogInput(seed, pin, ms);
      },
      digital(pin) {
        const ms = elapsedMs();
        return digital?.(pin, ms) ?? digitalInput(seed, pin, ms) === 1;
      },
    };
    const elapsedMs = () => this.#elapsedMs();
  }

  /** The world outside goes on through reboots and power cuts. */
  #elapsedMs(): number {
    return this.scheduler.now() - this.#builtMs;
  }

  temperatureCel(): number {
    const ms = this.#elapsedMs();
    const celsius = this.#sensors.temperatureCel?.(ms) ?? chipTemperatureCel(this.#seed, ms);
    this.#onTemperatureRead(celsius);
    return celsius;
  }

  signalDbm(): number {
    const ms = this.#elapsedMs();
    return this.#sensors.signalDbm?.(ms) ?? signalDbm(this.#seed, ms);
  }

  /** What every reset of the chip does: radio and watchdog start anew. */
  reset(): void {
    this.resetCause = SOFTWARE_RESET;
    this.radio.powerOff();
    this.watchdog.disable();
    this.uart?.reset();
  }

  powerOn(): void {
    this.resetCause = POWER_ON_RESET;
    this.clock = new SystemClock(this.scheduler, 0);
  }
}
