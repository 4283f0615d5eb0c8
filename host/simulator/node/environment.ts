// `process` and getSerial(): what the program can learn of the machine it runs on
// (jswrap_process.c, jswrap_interactive.c).
import type { Board } from "../../../boards/board.ts";
import type { Realm } from "./realm.ts";

export interface EnvironmentSurroundings {
  readonly board: Board;
  /** Six bytes, hex, without separators. */
  readonly macAddress: string;
  readonly modules: readonly string[];
  /** Variables in use; see memory.ts. */
  readonly usedVars: () => number;
}

/** The release whose source this runtime was written after. */
export const VERSION = "2v29";

type Memory = (...fields: readonly (number | boolean)[]) => object;

/** Runs on the board, for its own objects: a firmware may ask with each reading. */
const MEMORY = `(function (free, usage, total, blocksize, isCollected) {
  const rx = { used: 0, total: 4096 };
  const tx = { used: 0, total: 256, free_heap: 60000, largest_block: 40000 };
  return isCollected
    ? { free, usage, total, history: 0, gc: 0, gctime: 1.5, blocksize, rx, tx }
    : { free, usage, total, history: 0, blocksize, rx, tx };
})`;

export function installEnvironment(realm: Realm, surroundings: EnvironmentSurroundings): object {
  const { board, macAddress, modules } = surroundings;
  // jswrap_interface_getSerial: a dash after each four bytes; the ESP32's number is its six-byte MAC.
  const serial = `${macAddress.slice(0, 8)}-${macAddress.slice(8)}`;

  let memory: Memory | undefined;
  const environment = realm.object({
    memory(collect: unknown): object {
      memory ??= realm.run(MEMORY, "memory") as Memory;
      const total = board.variables.budget;
      const usage = Math.min(total, surroundings.usedVars());
      const isCollected = collect === undefined || Boolean(collect);
      return memory(total - usage, usage, total, board.variables.bytes, isCollected);
    },
    version: VERSION,
  });
  // Made anew at every access, as there ("the contents are generated on demand").
  Object.defineProperty(environment, "env", {
    enumerable: true,
    configurable: true,
    get: () =>
      realm.object({
        VERSION,
        BOARD: board.espruino,
        RAM: 512 * 1024,
        FLASH: 0,
        STORAGE: board.storage.bytes,
        SERIAL: serial,
        CONSOLE: board.console.device,
        MODULES: modules.join(","),
        EXPTR: 0,
      }),
  });
  realm.define("process", environment);
  realm.define("getSerial", () => serial);
  return environment;
}
