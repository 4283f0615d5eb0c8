// TypeScript firmware -> the bundle that goes into a board's Storage. Owns the order of the steps
// alone; each step knows nothing of the others.
import { createHash } from "node:crypto";
import { dirname, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { transform } from "esbuild";
import type ts from "typescript";
import type { Board } from "../../boards/board.ts";
import { ConfigError, type Fault } from "../errors.ts";
import { type Flattened, openFlattener } from "./bundle.ts";
import { changedNames } from "./gate/changed-names.ts";
import { faultsOf } from "./gate/gate.ts";
import { lower } from "./lower/lower.ts";
import { minify, parseScript } from "./minify/minify.ts";
import { constantNamesOf } from "./names/constant-names.ts";
import { withLibraryNames } from "./names/library-aliases.ts";
import { listNamesOf, numberNamesOf } from "./names/number-names.ts";
import { withOwnNames } from "./names/own-names.ts";
import { lineFinder, partsOf } from "./origins.ts";
import { type Dropped, droppedExports } from "./report/dropped.ts";
import { largest, type ModuleSize, overBudget, sizesOf } from "./report/sizes.ts";
import { sourceAtIn } from "./source-at.ts";
import { displayed } from "./sources/displayed.ts";
import { moduleTitle } from "./sources/module-title.ts";
import { nativeIn } from "./sources/native-marks.ts";
import { readable } from "./sources/readable.ts";
import { openSources, perSource } from "./sources/sources.ts";

export interface Bundle {
  /** ASCII JavaScript, ready for `.bootcde`. */
  readonly code: string;
  readonly bytes: number;
  /** SHA-256 of `code`, 64 hex digits. */
  readonly sha256: string;
  /** What each module takes; their bytes are those of the bundle, exactly. */
  readonly sizes: readonly ModuleSize[];
  readonly dropped: readonly Dropped[];
  /** Absolute paths of the files it is made of. */
  readonly sources: readonly string[];
  /**
   * `file:line` by offset in `code`; undefined for what the build itself put there. Absent where the
   * bundle comes from another process.
   */
  readonly placeAt?: (offset: number) => string | undefined;
}

export interface BuildOptions {
  /** First source file; the package's own firmware by default. */
  readonly entry?: string;
  readonly board: Board;
  /** Largest bundle to accept, where that is less than the board's Storage. */
  readonly maxBytes?: number;
}

/** What the package's own firmware may take, minified. */
export const FIRMWARE_MAX_BYTES = 18432;

const FIRMWARE = fileURLToPath(new URL("../../firmware/main.ts", import.meta.url));

/**
 * Characters, above which what V8 optimizes of the compilers pays in a single build too, where the
 * command line has turned that off: 4000 statements took 9.4 s of processor time, 17.4 s without.
 */
const LONG_SCRIPT = 150_000;

/** A build that is made again and again, such as at each change of a source. */
export interface FirmwareBuild {
  /** @throws ConfigError naming every fault of the sources as `file:line:column`. */
  rebuild(): Promise<Bundle>;
  close(): Promise<void>;
}

export async function openBuild(options: BuildOptions): Promise<FirmwareBuild> {
  const entry = resolve(options.entry ?? FIRMWARE);
  const flattener = await openFlattener(entry, options.board);
  const readSources = openSources();
  const changedIn = perSource(changedNames);
  const faultsIn = perBuild((changed) =>
    perSource((source) =>
      readable(source.fileName, () => faultsOf(source, options.board, changed)),
    ),
  );
  return {
    async rebuild() {
      const flat = await flattener.flatten();
      const sources = readSources(flat.sources);
      if (flat.script) await refuseFarTooLarge(flat.script.code, sources, entry, options.board);
      if (flat.script && flat.script.code.length > LONG_SCRIPT) setFlagsFromString("--opt");
      const changed = new Set(sources.flatMap((source) => [...changedIn(source)]));
      const faults = [...flat.faults, ...sources.flatMap(faultsIn(changed))];
      return readable(entry, () => bundleOf(flat, sources, faults, entry, options));
    },
    close: () => flattener.close(),
  };
}

/** Made anew where the names are others than the last time. */
function perBuild<T>(make: (names: ReadonlySet<string>) => T): (names: ReadonlySet<string>) => T {
  let last: { readonly key: string; readonly made: T } | undefined;
  return (names) => {
    const key = [...names].sort().join(" ");
    if (last?.key !== key) last = { key, made: make(names) };
    return last.made;
  };
}

/** @throws ConfigError naming every fault of the sources as `file:line:column`. */
export async function buildFirmware(options: BuildOptions): Promise<Bundle> {
  const build = await openBuild(options);
  try {
    return await build.rebuild();
  } finally {
    await build.close();
  }
}

async function bundleOf(
  { script, sources: files }: Flattened,
  sources: readonly ts.SourceFile[],
  faults: readonly Fault[],
  entry: string,
  { entry: own, board, maxBytes }: BuildOptions,
): Promise<Bundle> {
  if (faults.length > 0 && own === undefined) {
    const message = `does not run the firmware of Espulse; give your own with --entry FILE. What is missing:`;
    throw new ConfigError([{ path: board.name, message }, ...faults]);
  }
  if (script === undefined || faults.length > 0) throw new ConfigError(faults);
  const code = withLibraryNames(withOwnNames(script.code));
  const sourceAt = sourceAtIn(code, sources, dirname(entry));
  const lowered = lower(code, {
    isConst: constantNamesOf(sources),
    numberKind: numberNamesOf(sources, sourceAt),
    isAnyList: listNamesOf(sources, sourceAt),
    isNativeText: nativeIn("text", sources, sourceAt),
    isNativeTimer: nativeIn("timers", sources, sourceAt),
  });
  const minified = await minify(lowered.code);
  const bytes = Buffer.byteLength(minified.code);
  if (bytes === 0) {
    const message = "nothing is left of it: none of its code has an effect";
    throw new ConfigError([{ path: displayed(entry), message }]);
  }
  const titleOf = (module: string): string => moduleTitle(dirname(entry), module);
  const parts = partsOf(script, lowered, minified).map(({ at, module }) => ({
    at,
    module: titleOf(module),
  }));
  const sizes = sizesOf(parseScript(minified.code), parts, board);
  const excess = overBudget(displayed(entry), sizes, bytes, board, maxBytes);
  if (excess.length > 0) throw new ConfigError(excess);
  const modules = sources.map(
    (source) => [source, moduleName(dirname(entry), source.fileName)] as const,
  );
  const dropped = droppedExports(modules, script)
    .map((one) => ({ ...one, module: titleOf(one.module) }))
    .sort((a, b) => (a.module < b.module ? -1 : 1));
  return {
    code: minified.code,
    bytes,
    sha256: createHash("sha256").update(minified.code).digest("hex"),
    sizes: sizes.modules,
    dropped,
    sources: files,
    placeAt(offset) {
      const found = lineFinder(script, lowered, minified)(offset);
      return found && `${displayed(resolve(dirname(entry), found.module))}:${found.line}`;
    },
  };
}

/** What esbuild makes of a source, and Espulse's own minifier makes no smaller by so much. */
const FAR_TOO_LARGE = 1.5;

/** All that follows takes longer the more there is: minutes, to say in the end that it does not fit. */
async function refuseFarTooLarge(
  code: string,
  sources: readonly ts.SourceFile[],
  entry: string,
  board: Board,
): Promise<void> {
  const { bytes: has } = board.storage;
  if (code.length <= FAR_TOO_LARGE * has) return;
  const { code: least } = await transform(code, {
    minifyWhitespace: true,
    minifyIdentifiers: true,
    target: "es2022",
  });
  if (least.length <= FAR_TOO_LARGE * has) return;
  const modules = sources.map(({ fileName, text }) => {
    return {
      module: moduleTitle(dirname(entry), moduleName(dirname(entry), fileName)),
      bytes: text.length,
    };
  });
  const most = largest(modules, ({ bytes }) => bytes);
  const message = `has ${least.length} bytes of code, and the Storage of ${board.name} takes ${has}; ${most}; drop code, or write tables to Storage as files`;
  throw new ConfigError([{ path: displayed(entry), message }]);
}

/** As esbuild names it in its source map. */
function moduleName(folder: string, file: string): string {
  return relative(folder, file).split(sep).join("/");
}
