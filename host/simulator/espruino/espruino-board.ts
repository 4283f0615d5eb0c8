// A simulated board on the real Espruino interpreter for Linux. Owns its power, its boots and its
// Storage folder; what the program sees is in modules/*.js.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeviceError } from "../../errors.ts";
import { ROM_LINE } from "../console/board-console.ts";
import type { SerialWire } from "../console/uart.ts";
import { realTime } from "../node/scheduler.ts";
import { POWER_ON_RESET, SOFTWARE_RESET } from "../reset-causes.ts";
import type { SimulatedBoard, SimulatedBoardOptions } from "../simulated-board.ts";
import { createBoardWatchdog } from "./board-watchdog.ts";
import { CLOCK_OF_ITS_OWN } from "./clock-step.ts";
import { Evaluations } from "./evaluations.ts";
import { InterpreterProcess } from "./interpreter-process.ts";
import { SharedConsole } from "./shared-console.ts";
import { REBOOT_LINE } from "./shared-output.ts";
import { type ShimOptions, shimFiles, storageFiles } from "./shim.ts";
import { installFiles } from "./storage-install.ts";
import { createWifiStation } from "./wifi-station.ts";

const BOOT_DEADLINE_MS = 10_000;
const CLOSE_DEADLINE_MS = 3000;
const REBOOT_STATUS = 1;
/** What the board's peek32 reads (modules/shim.js). */
const RESET_CAUSE_FILE = "reset-cause";

export interface EspruinoBoardOptions extends SimulatedBoardOptions {
  /** File of the interpreter. */
  readonly binary: string;
}

/** Resolves once the board's boot code has begun. */
export async function startEspruinoBoard(options: EspruinoBoardOptions): Promise<SimulatedBoard> {
  const kept = options.storageFolder;
  const folder = kept ?? (await mkdtemp(join(tmpdir(), "espulse-board-")));
  const removeFolder = async (): Promise<void> => {
    if (kept === undefined) await rm(folder, { recursive: true, force: true });
  };
  try {
    await mkdir(folder, { recursive: true });
    const hasPort = options.serial !== undefined;
    const shim: ShimOptions = { ...options, hasPort, startedAtMs: Date.now() };
    await installFiles(options.binary, folder, storageFiles(shim));
    const board = new EspruinoBoard(options, shim, folder, removeFolder);
    await board.boot(POWER_ON_RESET);
    return board;
  } catch (error) {
    await removeFolder();
    throw error;
  }
}

class EspruinoBoard implements SimulatedBoard {
  readonly #options: EspruinoBoardOptions;
  readonly #shim: ShimOptions;
  readonly #folder: string;
  readonly #removeFolder: () => Promise<void>;
  readonly #run = (statement: string): void => (this.#console ?? this.#interpreter)?.run(statement);
  readonly #evaluations = new Evaluations(realTime, this.#run);
  readonly #watchdog = createBoardWatchdog(realTime, this.#run, () => void this.#bitten());
  readonly #wifi;
  #interpreter: InterpreterProcess | undefined;
  /** Where somebody types at it as well. */
  #console: SharedConsole | undefined;
  #boots = 0;
  /** Settles the boot that is under way. */
  #settleBoot: ((failure?: string) => void) | undefined;
  #heldBack: string | undefined;
  #isClosing = false;
  #hasClockOfItsOwn = false;

  constructor(
    options: EspruinoBoardOptions,
    shim: ShimOptions,
    folder: string,
    removeFolder: () => Promise<void>,
  ) {
    this.#options = options;
    this.#shim = shim;
    this.#folder = folder;
    this.#removeFolder = removeFolder;
    this.#wifi = createWifiStation(realTime, options.settings.wifi, this.#run);
    // While it boots, what is typed is lost.
    options.serial?.listen((bytes) => {
      if (this.#settleBoot === undefined) this.#console?.typed(bytes);
    });
  }

  get settings() {
    return this.#options.settings;
  }

  get boots(): number {
    return this.#boots;
  }

  #say(line: string): void {
    this.#options.onConsoleLine?.(line);
  }

  /** @throws DeviceError when the interpreter does not come to its boot code. */
  async boot(cause: number): Promise<void> {
    this.#reset();
    await writeFile(join(this.#folder, RESET_CAUSE_FILE), String.fromCharCode(cause));
    const { binary, serial } = this.#options;
    serial?.send(Buffer.from(ROM_LINE, "latin1"));
    // Somebody may have erased all of Storage.
    if (serial && this.#boots > 0) await installFiles(binary, this.#folder, shimFiles(this.#shim));
    const failure = await new Promise<string | undefined>((settle) => {
      this.#settleBoot = settle;
      const started = new InterpreterProcess(binary, this.#folder, {
        line: (text) => this.#line(text),
        hostLine: (kind, rest) => this.#hostLine(kind, rest),
        ...(serial && { received: (chunk) => shared?.received(chunk) }),
        ended: (status, signal) => {
          shared?.end();
          if (this.#interpreter === started) this.#ended(status, signal);
        },
      });
      const shared = serial && this.#share(started, serial);
      this.#console = shared;
      this.#interpreter = started;
      const deadline = setTimeout(() => settle("no boot code ran in time"), BOOT_DEADLINE_MS);
      deadline.unref();
    });
    this.#settleBoot = undefined;
    if (failure === undefined) return;
    await this.#cutPower();
    throw new DeviceError(binary, failure);
  }

  #share(interpreter: InterpreterProcess, serial: SerialWire): SharedConsole {
    return new SharedConsole({
      scheduler: realTime,
      write: (bytes) => interpreter.write(bytes),
      send: (bytes) => serial.send(bytes),
      line: (text) => this.#line(text),
      hostLine: (kind, rest) => this.#hostLine(kind, rest),
    });
  }

  /** What every reset of the chip does. */
  #reset(): void {
    this.#wifi.reset();
    this.#watchdog.disable();
    this.#evaluations.abandon("the board restarted");
    this.#heldBack = undefined;
    this.#hasClockOfItsOwn = false;
  }

  #line(text: string): void {
    if (this.#heldBack !== undefined) this.#say(this.#heldBack);
    this.#heldBack = text === REBOOT_LINE ? text : undefined;
    if (this.#heldBack === undefined) this.#say(text);
  }

  #hostLine(kind: string, rest: string): void {
    if (kind === "B") this.#begun();
    else if (kind === "K" || kind === "W") this.#watchdog.told(kind, rest);
    else if (kind === "J" || kind === "L") this.#wifi.asked(kind, rest);
    else this.#evaluations.answered(kind, rest);
  }

  /** The boot code runs: after a start of the process, and after `load()`. */
  #begun(): void {
    this.#boots++;
    this.#console?.restarted();
    if (this.#settleBoot === undefined) this.#reset();
    else this.#settleBoot();
    this.#settleBoot = undefined;
  }

  #ended(status: number | null, signal: NodeJS.Signals | null): void {
    this.#interpreter = undefined;
    if (this.#isClosing) return;
    const how = signal === null ? `with status ${status}` : `by ${signal}`;
    if (this.#heldBack === REBOOT_LINE && status === REBOOT_STATUS) void this.#bootAgain();
    else if (this.#settleBoot) this.#settleBoot(`the interpreter ended ${how}`);
    else {
      this.#reset();
      this.#say(`simulator: the interpreter ended unexpectedly ${how}; the board stays off`);
    }
  }

  async #bitten(): Promise<void> {
    this.#say("simulator: watchdog: the board restarts");
    await this.#cutPower();
    await this.#bootAgain();
  }

  async #bootAgain(): Promise<void> {
    try {
      if (!this.#isClosing) await this.boot(SOFTWARE_RESET);
    } catch (error) {
      this.#say(`simulator: ${(error as Error).message}; the board stays off`);
    }
  }

  async #cutPower(): Promise<void> {
    const running = this.#interpreter;
    this.#interpreter = undefined;
    this.#console?.end();
    await running?.kill();
  }

  async evaluate(expression: string): Promise<string> {
    if (this.#interpreter === undefined) throw new DeviceError(expression, "the board is off");
    return this.#evaluations.start(expression);
  }

  async setWifi(available: boolean): Promise<void> {
    this.#wifi.setAvailable(available);
    // What the radio then says to the program is on its way before this is answered.
    if (this.#interpreter !== undefined) await this.evaluate("0");
  }

  async stepClock(milliseconds: number): Promise<void> {
    if (!this.#hasClockOfItsOwn) await this.evaluate(CLOCK_OF_ITS_OWN);
    this.#hasClockOfItsOwn = true;
    await this.evaluate(`(setTime(getTime()+${milliseconds}/1000),0)`);
  }

  async powerCycle(): Promise<void> {
    if (this.#isClosing) throw new DeviceError("powerCycle", "the board has been closed");
    await this.#cutPower();
    await this.boot(POWER_ON_RESET);
  }

  async close(): Promise<void> {
    if (this.#isClosing) return;
    this.#isClosing = true;
    this.#watchdog.disable();
    const running = this.#interpreter;
    // Fires `kill` as load() does (jsiKill) and ends the process. quit() would too, but it is gone
    // after a load(), and lists every variable that is left (main.c, jsvShowAllocated).
    this.#run("E.reboot()");
    await running?.end(CLOSE_DEADLINE_MS);
    this.#settleBoot?.("the board was closed");
    this.#reset();
    await this.#removeFolder();
  }
}
