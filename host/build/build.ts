// TypeScript firmware -> the bundle that goes into a board's Storage. Owns the order of the steps
// and the byte budget; each step knows nothing of the others.
import { createHash } from "node:crypto";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Board } from "../../boards/board.ts";
import { ConfigError } from "../errors.ts";
import { flatten } from "./bundle.ts";
import { constantNamesOf } from "./constant-names.ts";
import { displayed } from "./displayed.ts";
import { faultsOf } from "./gate/gate.ts";
import { lower } from "./lower/lower.ts";
import { minify } from "./minify.ts";
import { nativeTextIn } from "./native-text.ts";

export interface Bundle {
  /** ASCII JavaScript, ready for `.bootcde`. */
  readonly code: string;
  readonly bytes: number;
  /** SHA-256 of `code`, 64 hex digits. */
  readonly sha256: string;
}

export interface BuildOptions {
  /** First source file; the package's own firmware by default. */
  readonly entry?: string;
  readonly board: Board;
  /** Largest bundle to accept. */
  readonly maxBytes?: number;
}

/** What the package's own firmware may take, minified. */
export const FIRMWARE_MAX_BYTES = 8192;

const FIRMWARE = fileURLToPath(new URL("../../firmware/main.ts", import.meta.url));

/** @throws ConfigError naming every fault of the sources as `file:line:column`. */
export async function buildFirmware(options: BuildOptions): Promise<Bundle> {
  const entry = options.entry ?? FIRMWARE;
  const { code: script, sources, faults: unbundled } = await flatten(entry);
  const faults = [...unbundled, ...faultsOf(sources, options.board)];
  if (script === undefined || faults.length > 0) throw new ConfigError(faults);
  const origins = {
    isConst: constantNamesOf(sources),
    isNativeText: nativeTextIn(script, sources, dirname(resolve(entry))),
  };
  const code = await minify(lower(script, origins));
  const bytes = Buffer.byteLength(code);
  if (options.maxBytes !== undefined && bytes > options.maxBytes) {
    const message = `the bundle has ${bytes} bytes and may have ${options.maxBytes}; drop code or raise the limit`;
    throw new ConfigError([{ path: displayed(resolve(entry)), message }]);
  }
  return { code, bytes, sha256: createHash("sha256").update(code).digest("hex") };
}
