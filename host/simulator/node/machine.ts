// One run of the interpreter on a chip, from its start to reset, load, reboot or the end of power.
// What outlives it (flash, radio, clock) is the chip's.
import { toBinaryString } from "./bytes.ts";
import type { Chip } from "./chip.ts";
import { ConsoleOutput } from "./console.ts";
import { ConsolePort } from "./console-port.ts";
import { type Globals, installGlobals, type Start } from "./globals.ts";
import { Interpreter } from "./interpreter.ts";
import { Listeners, listenerMethods } from "./listeners.ts";
import { OwnRealm, type Realm } from "./realm.ts";
import { SharedRealm } from "./shared-realm.ts";

export interface MachineEvents {
  /** reset() and load(): this machine has ended, the next is to be started. */
  restart(start: Start): void;
  /** E.reboot() or ESP32.reboot(): this machine has ended, and the chip is to be reset. */
  reboot(): void;
}

const BOOT_FILES = [".boot0", ".boot1", ".boot2", ".boot3"];

/** Espruino says where it was typed, not what the runtime wraps it in. */
function typedAt(line: string): string {
  return line.replace(/at (?:Object\.<anonymous> \()?(REPL|eval)(:\d+:\d+)\)?$/, "at $1 ($1$2)");
}

export class Machine {
  readonly interpreter: Interpreter;
  readonly #realm: Realm;
  readonly #console: ConsoleOutput;
  readonly #listeners: Listeners;
  readonly #globals: Globals;
  /** Where somebody can type. */
  readonly #port: ConsolePort | undefined;
  #toDo: Start | undefined;
  /** So that a `kill` listener that ends the program itself is not called by its own end. */
  #killing = false;
  #rebooted = false;

  constructor(
    private readonly chip: Chip,
    private readonly events: MachineEvents,
  ) {
    const realm = chip.isolated ? new OwnRealm() : new SharedRealm();
    const console = new ConsoleOutput(chip.onConsoleLine);
    const interpreter = new Interpreter({
      scheduler: chip.scheduler,
      clock: chip.clock,
      console,
      enter: () => realm.enter(),
      evaluate: (code) => realm.run(code, "event"),
      placed: (line) => typedAt(realm.placed(line)),
      adviceOn: (exception) => {
        const advice = realm.adviceOn(exception);
        if (advice !== undefined) chip.onUnshareable(`${String(exception)}; ${advice}`);
        return advice;
      },
    });
    const listeners = new Listeners(interpreter, (text) => console.printLine(text));
    realm.extendObjects(listeners, (self) => listenerMethods(realm, self));
    this.#realm = realm;
    this.interpreter = interpreter;
    this.#console = console;
    this.#listeners = listeners;
    this.#globals = installGlobals({
      chip,
      realm,
      interpreter,
      listeners,
      console,
      restart: (start) => {
        // JSIS_TODO_RESET and JSIS_TODO_FLASH_LOAD wait for the end of the idle pass.
        this.#toDo = start;
        interpreter.wake();
      },
      reboot: (tellFirst) => this.#reboot(tellFirst),
      echo: (isOn) => this.#port?.echo(isOn),
    });
    if (chip.uart !== undefined) {
      const { E } = this.#globals;
      const event = (content: object): boolean => listeners.callNow(E, "packet", content);
      const printLine = (text: string): void => console.printLine(text);
      const surroundings = { realm, interpreter, event, printLine };
      this.#port = new ConsolePort(chip, chip.uart, surroundings);
      console.port = this.#port;
    }

    const { sockets, dgram, environment } = this.#globals;
    interpreter.idlers.push(
      () => sockets.idle(),
      () => dgram.idle(),
    );
    interpreter.onUncaught = (exception) =>
      listeners.callNow(environment, "uncaughtException", exception);
    interpreter.onBlock = () => chip.watchdog.kickAutomatically();
    chip.watchdog.idles = () => !interpreter.blocked;
    interpreter.onPassEnd = () => {
      if (this.#toDo === undefined) return;
      this.kill();
      if (!this.#rebooted) this.events.restart(this.#toDo);
    };
  }

  /** Does not return on the board; what the program does after a `catch` is no longer heard. */
  #reboot(tellFirst: boolean): never {
    if (tellFirst) this.kill();
    else this.cut();
    this.interpreter.halt();
    if (!this.#rebooted) this.events.reboot();
    this.#rebooted = true;
    throw new Error("the board has been rebooted");
  }

  /** jsiSoftInit: boot code, `init` on E, onInit; then the idle loop. */
  start({ afterReset, fileName }: Start): void {
    const { interpreter } = this;
    for (const name of BOOT_FILES) this.#runFile(name);
    // jsfGetBootCodeFromFlash: `.bootrst` stands in for `.bootcde` where both exist.
    if (!this.#runFile(".bootrst") && !afterReset) this.#runFile(".bootcde");
    this.#listeners.callNow(this.#globals.E, "init");
    interpreter.checkErrors();
    const { onInit } = this.#realm.global;
    if (typeof onInit === "function") {
      this.#console.printLine("Running onInit()...");
      interpreter.call(undefined, onInit, []);
      interpreter.checkErrors();
    }
    if (fileName !== undefined) this.#runFile(fileName);
    this.#port?.greet();
    interpreter.wake();
  }

  /** Runs a Storage file as a script; false when there is none. */
  #runFile(name: string): boolean {
    const code = this.chip.flash.read(name);
    if (code === undefined) return false;
    this.interpreter.runBootCode(() => this.#realm.run(toBinaryString(code), name));
    return true;
  }

  /** jsiKill: `kill` on E, at once; then sockets are closed, and what they had not sent is lost. */
  kill(): void {
    if (this.interpreter.halted || this.#killing) return;
    this.#killing = true;
    this.#listeners.callNow(this.#globals.E, "kill");
    this.interpreter.checkErrors();
    this.interpreter.halt();
    this.#globals.net.kill();
    this.#globals.dgram.killAll();
    this.#console.flush();
    this.#port?.end();
  }

  /** Ends it as a power cut or a watchdog does: no event, and peers are not told. */
  cut(): void {
    this.interpreter.halt();
    this.#globals.net.abandonAll();
    this.#globals.dgram.killAll();
    this.#console.flush();
    this.#port?.end();
  }

  /** At the console: the value of an expression, or of a statement, as JSON text. */
  evaluate(expression: string): string {
    return this.interpreter.betweenPasses(() => {
      try {
        const value = this.#evaluated(expression);
        return this.#realm.intrinsics.JSON.stringify(value) ?? "null";
      } catch (error) {
        // Nothing comes back from E.reboot().
        if (this.interpreter.halted) return "null";
        throw error;
      }
    });
  }

  #evaluated(expression: string): unknown {
    let run: () => unknown;
    try {
      // `{"a":1}` is an object here, not a block.
      run = this.#realm.compile(`(${expression}\n)`, "console");
    } catch {
      run = this.#realm.compile(expression, "console");
    }
    return run();
  }
}
