// The global E (jswrap_espruino.c). Functions only; what they act on is given.

import { crc32 } from "../../crc32.ts";
import { fromBinaryString, toBinaryString, toBytes } from "./bytes.ts";
import type { ConsoleOutput } from "./console.ts";
import type { RandomNumbers } from "./random.ts";
import { defineHidden, type Realm } from "./realm.ts";
import type { Watchdog } from "./watchdog.ts";

export interface ESurroundings {
  readonly console: ConsoleOutput;
  readonly random: RandomNumbers;
  readonly watchdog: Watchdog;
  readonly consoleDevice: string;
  readonly temperatureCel: () => number;
  /** Never returns on the board. */
  readonly reboot: () => void;
  readonly setTimeZone: (hours: number) => void;
  readonly writeBootCode: (code: string, evenAfterReset: boolean) => void;
}

const FLAGS = [
  "deepSleep",
  "unsafeFlash",
  "unsyncFiles",
  "pretokenise",
  "jitDebug",
  "onErrorSave",
  "onErrorFlash",
]; // JSFLAG_NAMES, jsflags.h

export function installE(realm: Realm, surroundings: ESurroundings): object {
  const { console, random, watchdog } = surroundings;
  let consoleDevice: string | null = surroundings.consoleDevice;
  const flags: Record<string, number> = Object.fromEntries(FLAGS.map((name) => [name, 0]));

  const toText = (...args: unknown[]): string => {
    if (args.length === 1 && typeof args[0] === "string") return args[0];
    return toBinaryString(toBytes(realm, args));
  };

  const E = realm.object({
    // A byte on the ESP32: temprature_sens_read() returns uint8_t.
    getTemperature: (): number => Math.round(surroundings.temperatureCel()) & 255,
    getAnalogVRef(): number {
      console.printLine("ERROR: >> jshReadVRef Not implemented");
      return Number.NaN;
    },
    enableWatchdog(seconds: unknown, automatic: unknown): void {
      const timeout = Number(seconds);
      watchdog.automatic = automatic === undefined || Boolean(automatic);
      watchdog.enable(timeout < 0 || Number.isNaN(timeout) ? 1 : timeout);
    },
    kickWatchdog: (): void => watchdog.kick(),
    reboot: (): void => surroundings.reboot(),
    // Low memory, full buffers and overflows do not happen here.
    getErrorFlags: (): unknown[] => realm.array([]),
    getFlags: () => realm.object(flags),
    setFlags(changed: Record<string, unknown>): void {
      for (const name of FLAGS) if (name in Object(changed)) flags[name] = Number(!!changed[name]);
    },
    toArrayBuffer(text: unknown): ArrayBuffer | undefined {
      return typeof text === "string" ? realm.arrayBuffer(fromBinaryString(text)) : undefined;
    },
    toUint8Array: (...args: unknown[]): Uint8Array => realm.uint8Array(toBytes(realm, args)),
    toString: toText,
    toFlatString: toText,
    toJS: (value: unknown): string => String(realm.intrinsics.JSON.stringify(value)),
    CRC32: (value: unknown): number => crc32(toBytes(realm, value)),
    srand: (seed: unknown): void => random.seed(Number(seed) | 0),
    hwRand: (): number => random.next(),
    clip: (x: number, min: number, max: number): number => Math.min(max, Math.max(min, x)),
    sum: (values: Iterable<number>): number => [...values].reduce((sum, x) => sum + x, 0),
    reverseByte(value: unknown): number {
      let reversed = 0;
      for (let bit = 0; bit < 8; bit++) reversed |= ((Number(value) >> bit) & 1) << (7 - bit);
      return reversed;
    },
    getConsole: (): string | null => consoleDevice,
    setConsole(device: unknown): void {
      if (device !== null && typeof device !== "string" && typeof device !== "object") {
        throw realm.error("Unknown device type");
      }
      consoleDevice = device === null ? null : typeof device === "string" ? device : "Serial1";
    },
    setTimeZone: (hours: unknown): void => surroundings.setTimeZone(Number(hours)),
    setBootCode(code: unknown, evenAfterReset: unknown): void {
      surroundings.writeBootCode(typeof code === "string" ? code : "", Boolean(evenAfterReset));
    },
    asUTF8(): never {
      throw realm.error("Unicode not supported on this build");
    },
    isUTF8: (): boolean => false,
    fromUTF8: (): boolean => false,
    getAddressOf: (): number => 0,
    getSizeOf: (): number => 1,
    defrag(): void {},
    dumpStr: (): string => "",
    lockConsole(): void {},
    setPassword(): void {},
  });
  realm.define("E", E);

  defineHidden(realm.global.Math as object, "random", (): number => random.fraction());
  return E;
}
