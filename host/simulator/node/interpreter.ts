// The interpreter's idle loop (jsiIdle, jsinteractive.c): timers, then sockets, then queued events,
// then errors. Owns when JavaScript runs; knows no API that JavaScript calls.
import type { SystemClock } from "./clock.ts";
import type { ConsoleOutput } from "./console.ts";
import type { Callable } from "./realm.ts";
import type { Scheduler } from "./scheduler.ts";
import { TimerWake } from "./timer-wake.ts";
import { type Timer, TimerArray } from "./timers.ts";
import { exceptionText, giveStack, stackLines } from "./uncaught.ts";

/** Passes in one go before other boards and sockets of this Node get their turn. */
const PASSES_BEFORE_YIELDING = 50;

export interface InterpreterSurroundings {
  readonly scheduler: Scheduler;
  readonly clock: SystemClock;
  readonly console: ConsoleOutput;
  /** Called before JavaScript runs. */
  readonly enter: () => void;
  /** Evaluates a callback that is given as a string. */
  readonly evaluate: (code: string) => unknown;
  readonly placed: (stackLine: string) => string;
  /** Told behind an uncaught exception: what the user can do about it. */
  readonly adviceOn: (exception: unknown) => string | undefined;
}

interface QueuedEvent {
  readonly self: unknown;
  readonly callbacks: readonly unknown[];
  readonly args: readonly unknown[];
}

export class Interpreter {
  readonly timers: TimerArray;
  /** Called in each pass where jswIdle is; true when it had something to do. */
  readonly idlers: (() => boolean)[] = [];
  /** Asked first with an uncaught exception; true when somebody has taken it. */
  onUncaught: (exception: unknown) => boolean = () => false;
  /** Called when the loop comes to stand still in a native function. */
  onBlock: () => void = () => {};
  /** Called at the end of each pass, where jsiIdle looks at JSIS_TODO_MASK. */
  onPassEnd: () => void = () => {};
  /** Called behind each pass, where jsiLoop gives the console's prompt back. */
  onPassed: () => void = () => {};

  #events: QueuedEvent[] = [];
  #exception: { value: unknown } | undefined;
  #halted = false;
  #blocks = 0;
  readonly #unblocked: (() => void)[] = [];
  #running = false;
  readonly #wake: TimerWake;
  #cancelSoon: (() => void) | undefined;

  constructor(private readonly surroundings: InterpreterSurroundings) {
    this.timers = new TimerArray(surroundings.clock);
    this.#wake = new TimerWake(surroundings.scheduler, () => this.run());
  }

  get halted(): boolean {
    return this.#halted;
  }

  /** jsiQueueEvents: runs in the next pass. */
  queue(self: unknown, callbacks: readonly unknown[], args: readonly unknown[]): void {
    this.#events.push({ self, callbacks, args });
    this.wake();
  }

  /** Runs JavaScript now; what it throws is told at the end of the pass. */
  call(self: unknown, callback: unknown, args: readonly unknown[]): void {
    if (this.#halted) return;
    this.surroundings.enter();
    try {
      if (typeof callback === "string") this.surroundings.evaluate(callback);
      else (callback as Callable).apply(self, args as never[]);
    } catch (exception) {
      // Measured on the real interpreter: of several exceptions in one pass only the last is told.
      this.#exception = { value: exception };
    }
  }

  /** Runs a piece of the boot code, then tells its error (jsfLoadBootCodeFromFlash). */
  runBootCode(run: () => void): void {
    if (this.#halted) return;
    this.surroundings.enter();
    try {
      run();
    } catch (exception) {
      this.#exception = { value: exception };
    }
    this.checkErrors();
  }

  readonly #onSoon = (): void => {
    this.#cancelSoon = undefined;
    this.run();
  };

  readonly #runTimer = (timer: Timer): boolean => {
    this.call(undefined, timer.callback, timer.args);
    return !this.#stands;
  };

  /** Makes a pass happen soon. */
  wake(): void {
    if (this.#halted || this.#running || this.#cancelSoon !== undefined) return;
    this.#cancelSoon = this.surroundings.scheduler.soon(this.#onSoon);
  }

  /**
   * Stops the loop until the returned function is called, as a native function does that does not
   * return: nothing runs meanwhile, and timers come late.
   */
  block(): () => void {
    this.#blocks++;
    this.onBlock();
    let released = false;
    return () => {
      if (released) return;
      released = true;
      this.#blocks--;
      this.wake();
      for (const resume of this.#unblocked.splice(0)) resume();
    };
  }

  get blocked(): boolean {
    return this.#blocks > 0;
  }

  /** Resolves when nothing blocks the loop, or when it has ended. */
  async unblocked(): Promise<void> {
    while (this.blocked && !this.#halted) {
      await new Promise<void>((resolve) => this.#unblocked.push(resolve));
    }
  }

  /** Runs something between two passes, as input from the console is. */
  betweenPasses<T>(run: () => T): T {
    this.timers.markIdle();
    this.surroundings.enter();
    this.#running = true;
    try {
      return run();
    } finally {
      this.#running = false;
      this.wake();
    }
  }

  run(): void {
    if (this.#stands || this.#running) return;
    this.#running = true;
    let busy = true;
    for (let passes = 0; busy && passes < PASSES_BEFORE_YIELDING; passes++) {
      busy = this.#pass() && !this.#stands;
    }
    this.#running = false;
    if (busy) this.wake();
    else this.#sleep();
  }

  get #stands(): boolean {
    return this.#halted || this.blocked;
  }

  /** What a pass does not come to because JavaScript stands still, the next one does. */
  #pass(): boolean {
    let busy = this.timers.runDue(this.#runTimer);
    for (const idle of this.idlers) {
      if (this.#stands) break;
      if (idle()) busy = true;
    }
    // jsiExecuteEvents empties the queue, events that come meanwhile included.
    while (this.#events.length > 0 && !this.#stands) {
      const { self, callbacks, args } = this.#events.shift()!;
      busy = true;
      for (const callback of [...callbacks]) this.call(self, callback, args);
    }
    if (!this.#stands) this.onPassEnd();
    this.checkErrors();
    if (!this.#halted) this.onPassed();
    return busy;
  }

  /** An exception to be told at the end of the pass. */
  failed(exception: unknown): void {
    this.#exception = { value: exception };
  }

  /** jsiCheckErrors */
  checkErrors(): void {
    const exception = this.#exception;
    this.#exception = undefined;
    if (exception === undefined || this.#halted) return;
    const { console, placed, adviceOn } = this.surroundings;
    giveStack(exception.value, placed);
    if (this.onUncaught(exception.value)) return;
    console.printLine(`Uncaught ${exceptionText(exception.value)}`);
    for (const line of stackLines(exception.value)) console.printLine(line);
    const advice = adviceOn(exception.value);
    if (advice !== undefined) console.printLine(advice);
  }

  #sleep(): void {
    this.#wake.set(this.#stands ? undefined : this.timers.untilNextUs());
  }

  /** Ends it at once: nothing runs after this, whatever is queued. */
  halt(): void {
    this.#halted = true;
    for (const resume of this.#unblocked.splice(0)) resume();
    this.#events = [];
    this.#wake.set(undefined);
    this.#cancelSoon?.();
    this.timers.removeAll();
  }
}
