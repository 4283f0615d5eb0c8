// All that the build puts on a board: the bundle, and the boot script that runs it
// (firmware/loader.ts).
import { fileURLToPath } from "node:url";
import type { Board } from "../../boards/board.ts";
import { OWN_CODE } from "../../firmware/contract/ledger.ts";
import { type BuildOptions, type Bundle, buildFirmware, openBuild } from "./build.ts";

export interface Program {
  readonly bundle: Bundle;
  /**
   * ASCII JavaScript, ready for `.bootcde`. Two lines: while the newline between them has not been
   * written, all of it is a comment, so that a power cut leaves no half of a script to run.
   */
  readonly loader: string;
}

/** Of the ledger that the boot script reads. */
const VERSION = 1;

const LOADER = fileURLToPath(new URL("../../firmware/loader.ts", import.meta.url));

/**
 * Where the bundle is evaluated: outside all functions, whose variables its own would keep alive
 * (jswrap_eval, src/jswrap_functions.c, takes the scope that it is called in).
 */
const EVALUATION = "eval(code);delete global.code;";

/** @throws ConfigError naming every fault of the sources as `file:line:column`. */
export async function buildProgram(options: BuildOptions): Promise<Program> {
  const bundle = await buildFirmware(options);
  return { bundle, loader: await buildLoader(options.board) };
}

/** A program that is built again and again. */
export interface ProgramBuild {
  /** @throws ConfigError as `buildProgram` */
  rebuild(): Promise<Program>;
  close(): Promise<void>;
}

/** Its boot script is no source of the user's, and is built once. */
export async function openProgramBuild(options: BuildOptions): Promise<ProgramBuild> {
  const build = await openBuild(options);
  let loader: string | undefined;
  return {
    async rebuild() {
      const bundle = await build.rebuild();
      loader ??= await buildLoader(options.board);
      return { bundle, loader };
    },
    close: () => build.close(),
  };
}

/** By all that a definition says: its source does not change while this process runs. */
const loaders = new Map<string, Promise<string>>();

export function buildLoader(board: Board): Promise<string> {
  const key = JSON.stringify(board);
  const known = loaders.get(key);
  if (known !== undefined) return known;
  const built = buildLoaderOf(board);
  loaders.set(key, built);
  return built;
}

async function buildLoaderOf(board: Board): Promise<string> {
  const { code } = await buildFirmware({ entry: LOADER, board });
  return `${OWN_CODE} ${VERSION}";//\n${code}${EVALUATION}`;
}
