// Where the Espruino interpreter for Linux is on this machine. Knows nothing of what runs on it.
import { delimiter, join, resolve } from "node:path";
import { ConfigError } from "../../errors.ts";
import { isProgram } from "../../find-program.ts";

const VARIABLE = "ESPRUINO_BIN";

/**
 * ESPRUINO_BIN, else `espruino` on PATH, else undefined.
 * @throws ConfigError when ESPRUINO_BIN names no program.
 */
export function findInterpreter(env: NodeJS.ProcessEnv): string | undefined {
  const named = env[VARIABLE];
  if (named) {
    // It is started from another folder: a relative path would no longer be right.
    if (isProgram(named)) return resolve(named);
    const message = `${named} is not a program that can be run; name the Espruino interpreter's file, or unset it`;
    throw new ConfigError([{ path: VARIABLE, source: "environment", message }]);
  }
  // The program of the npm package `espruino` has the same name and is a flasher, but it would be
  // in node_modules/.bin, which npm puts on PATH.
  return (env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "" && !folder.endsWith(join("node_modules", ".bin")))
    .map((folder) => resolve(folder, "espruino"))
    .find(isProgram);
}

/** @throws ConfigError, in one line, when there is none. */
export function requireInterpreter(env: NodeJS.ProcessEnv): string {
  const found = findInterpreter(env);
  if (found !== undefined) return found;
  const message =
    "no Espruino interpreter for Linux: there is no `espruino` on PATH; point " +
    `${VARIABLE} to one (docs/simulator.md), or use --runtime node, which needs none`;
  throw new ConfigError([{ path: "--runtime espruino", message }]);
}
