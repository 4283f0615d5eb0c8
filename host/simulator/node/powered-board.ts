// The power and the boots of a board in this process: when its chip starts, stops and starts again. The
// chip and the interpreter's runs are built elsewhere.
import { DeviceError } from "../../errors.ts";
import { storageImage } from "../../layout/image.ts";
import { ROM_LINE } from "../console/board-console.ts";
import { fromBinaryString } from "./bytes.ts";
import { Chip } from "./chip.ts";
import type { Start } from "./globals.ts";
import { Machine } from "./machine.ts";
import type { NodeBoard, NodeBoardOptions } from "./node-board.ts";
import type { RadioTimes } from "./radio.ts";
import { realNetwork } from "./real-network.ts";
import { realTime, type Scheduler } from "./scheduler.ts";

/** An ESP32 joins in a second or two; this is quicker, so that tests are. */
const RADIO_TIMES: RadioTimes = { associateMs: 200, addressMs: 150, failMs: 700 };
const ERASED = Uint8Array.of(0xff);
const BOOT_MS = 300;

/** The boards of a fleet have the same bundle. */
let flashed: { bundle: string; bytes: Uint8Array } = { bundle: "", bytes: new Uint8Array(0) };

function bytesOf(bundle: string): Uint8Array {
  if (flashed.bundle !== bundle) flashed = { bundle, bytes: fromBinaryString(bundle) };
  return flashed.bytes;
}

export class PoweredBoard implements NodeBoard {
  readonly #options: NodeBoardOptions;
  readonly #chip: Chip;
  readonly #scheduler: Scheduler;
  #machine: Machine | undefined;
  #boots = 0;
  #isPowered = true;
  #closed = false;
  #cancelBoot: (() => void) | undefined;
  #waiting: (() => void)[] = [];

  constructor(options: NodeBoardOptions) {
    this.#options = options;
    this.#scheduler = options.scheduler ?? realTime;
    const { board, seed, settings, bundle } = options;
    this.#chip = new Chip({
      board,
      seed,
      storageFolder: options.storageFolder,
      accessPoint: options.accessPoint ?? settings.wifi,
      radioTimes: { ...RADIO_TIMES, ...options.radioTimes },
      scheduler: this.#scheduler,
      network: options.network ?? realNetwork(this.#scheduler),
      isolated: options.isolated ?? false,
      onUnshareable: (reason) => options.onUnshareable?.(reason),
      onConsoleLine: (line) => options.onConsoleLine?.(line),
      serial: options.serial,
      sensors: options.sensors,
      onTemperatureRead: (celsius) => options.onTemperatureRead?.(celsius, this.#chip.flash),
    });
    this.#chip.watchdog.onBite = () => {
      this.#machine?.cut();
      this.#reset();
    };
    if (!options.blank) {
      const { flash } = this.#chip;
      for (const file of storageImage({ ...options, bundle: bytesOf(bundle) })) {
        if (file.erasedBytes === undefined) flash.flashFile(file.name, file.bytes);
        else if (flash.sizeOf(file.name) === undefined) {
          flash.write(file.name, ERASED, 0, file.erasedBytes);
        }
      }
    }
    this.#boot(0);
  }

  get settings() {
    return this.#options.settings;
  }

  get boots(): number {
    return this.#boots;
  }

  /** The chip's reset: JavaScript starts again after the time a boot takes. */
  #reset(): void {
    this.#machine = undefined;
    this.#chip.reset();
    if (!this.#closed && this.#isPowered) this.#boot(this.#options.bootMs ?? BOOT_MS);
  }

  #boot(delayMs: number): void {
    this.#chip.uart?.send(ROM_LINE);
    this.#cancelBoot = this.#scheduler.after(delayMs, () => {
      this.#cancelBoot = undefined;
      this.#boots++;
      this.#start({ afterReset: false });
    });
  }

  #start(start: Start): void {
    const machine = new Machine(this.#chip, {
      restart: (next) => this.#start(next),
      reboot: () => this.#reset(),
    });
    this.#machine = machine;
    machine.start(start);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resume of waiting) resume();
  }

  /** Resolves once JavaScript runs. */
  async ready(): Promise<Machine> {
    for (;;) {
      if (this.#closed) throw new DeviceError("(closed)", "the simulated board has been closed");
      if (this.#machine !== undefined) return this.#machine;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  async evaluate(expression: string): Promise<string> {
    for (;;) {
      const machine = await this.ready();
      await machine.interpreter.unblocked();
      // It may have been restarted meanwhile.
      if (machine !== this.#machine) continue;
      try {
        return machine.evaluate(expression);
      } catch (error) {
        throw new DeviceError(expression, String(error));
      }
    }
  }

  async setWifi(available: boolean): Promise<void> {
    this.#chip.radio.setAvailable(available);
  }

  async stepClock(milliseconds: number): Promise<void> {
    await this.evaluate(`setTime(getTime() + ${milliseconds} / 1000)`);
  }

  async stepSystemClockUnderTimers(milliseconds: number): Promise<void> {
    const { clock } = this.#chip;
    clock.setUs(clock.nowUs() + Math.trunc(milliseconds * 1000));
    this.#machine?.interpreter.run();
  }

  get isPowered(): boolean {
    return this.#isPowered;
  }

  cutPower(): void {
    if (!this.#isPowered || this.#closed) return;
    this.#isPowered = false;
    this.#cancelBoot?.();
    // Before anything else: what is on the stack must not write any more.
    this.#chip.flash.power.cut();
    this.#machine?.cut();
    this.#reset();
  }

  restorePower(): void {
    const { power } = this.#chip.flash;
    power.failAfter(Number.POSITIVE_INFINITY);
    if (this.#isPowered || this.#closed) return;
    this.#isPowered = true;
    power.restore();
    this.#chip.powerOn();
    this.#boot(this.#options.bootMs ?? BOOT_MS);
  }

  cutPowerInFlash(steps: number, onCut: () => void = () => {}): void {
    const { power } = this.#chip.flash;
    power.failAfter(steps);
    power.onFailure = () => {
      this.cutPower();
      onCut();
    };
  }

  async booted(): Promise<void> {
    await this.ready();
  }

  async powerCycle(): Promise<void> {
    this.cutPower();
    this.restorePower();
    await this.ready();
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#machine?.kill();
    this.#closed = true;
    this.#cancelBoot?.();
    this.#chip.reset();
    this.#chip.halfOpen.endAll();
    this.#machine = undefined;
    for (const resume of this.#waiting) resume();
  }
}
