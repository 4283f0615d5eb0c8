// The ESP32's task watchdog (jshEnableWatchDog, targets/esp32/jshardware.c). Owns its deadline; who
// kicks it and what a bite does is told from outside.
import type { Scheduler } from "./scheduler.ts";

export class Watchdog {
  #timeoutMs: number | undefined;
  #deadlineMs = 0;
  #cancel: (() => void) | undefined;
  /** JSIS_WATCHDOG_AUTO: the idle loop kicks. */
  automatic = false;
  /** Whether the idle loop goes round; while it stands, nothing kicks by itself. */
  idles: () => boolean = () => true;
  onBite: () => void = () => {};

  constructor(private readonly scheduler: Scheduler) {}

  /** Whole seconds on the ESP32: `(int)(timeout+0.5)`. */
  enable(seconds: number): void {
    this.#timeoutMs = Math.trunc(seconds + 0.5) * 1000;
    this.kick();
    this.#watch();
  }

  kick(): void {
    if (this.#timeoutMs !== undefined) this.#deadlineMs = this.scheduler.now() + this.#timeoutMs;
  }

  /** The idle loop stands still from now on: its last kick was just now. */
  kickAutomatically(): void {
    if (this.automatic) this.kick();
  }

  #watch(): void {
    this.#cancel?.();
    const leftMs = this.#deadlineMs - this.scheduler.now();
    this.#cancel = this.scheduler.after(leftMs, () => {
      // JavaScript that never returns would keep this process from getting here at all; a native
      // function that does not return, such as a connect() without an answer, is bitten.
      if (this.automatic && this.idles()) this.kick();
      if (this.#deadlineMs > this.scheduler.now()) return this.#watch();
      this.disable();
      this.onBite();
    });
  }

  disable(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#timeoutMs = undefined;
    this.automatic = false;
  }
}
