// Firmware sources -> one flat ES2022 script, by esbuild. Owns module resolution and tells which
// source files took part; knows nothing of what Espruino can run.
import { basename, dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { context, type Message, type Plugin } from "esbuild";
import type { Board } from "../../boards/board.ts";
import type { Fault } from "../errors.ts";
import { boardVariants } from "./sources/board-variants.ts";
import { isCode, NO_CODE } from "./sources/code-files.ts";
import { displayed } from "./sources/displayed.ts";
import { entryFault } from "./sources/entry.ts";
import { isOnlyNodes, MODULES_OF_BOARDS } from "./sources/node-modules.ts";

/** From so many on, the outbox takes 430 of them: room for ten minutes of readings. */
const MANY_VARIABLES = 3000;

export interface Flat {
  readonly code: string;
  /** Source map, as JSON; its sources are named from the folder of the entry, with `/`. */
  readonly map: string;
}

export interface Flattened {
  /** Absent when the sources could not be put together. */
  readonly script?: Flat;
  /** Absolute paths of the sources that took part. */
  readonly sources: readonly string[];
  readonly faults: readonly Fault[];
}

const FIRMWARE_API = fileURLToPath(new URL("../../firmware/api.ts", import.meta.url));

function addressFault(path: string): string {
  return `Could not resolve "${path}": a build reads files alone; download it, and import it by its path`;
}

/** `require("Wifi")` names a module of the interpreter or of the board's Storage. */
function boardModules(folder: string, sources: Set<string>): Plugin {
  return {
    name: "board-modules",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /./ }, ({ kind, path }) =>
        // What may not be required or imported is the gate's to say.
        kind === "require-call" || kind === "dynamic-import" ? { path, external: true } : undefined,
      );
      // esbuild would leave an address as a require that no board can fulfil, and inline `data:`.
      onResolve({ filter: /^(https?|data|file):/ }, ({ path, kind }) =>
        kind === "import-statement" ? { errors: [{ text: addressFault(path) }] } : undefined,
      );
      // The running program's own, whichever is installed beside the source, if any.
      onResolve({ filter: /^espulse\/firmware$/ }, () => ({ path: FIRMWARE_API }));
      onLoad({ filter: /./, namespace: "file" }, ({ path }) => {
        sources.add(path);
        if (isCode(path)) return undefined;
        return { errors: [{ text: NO_CODE, location: { file: relative(folder, path) } }] };
      });
    },
  };
}

/** Flattens again and again, and reads only what has changed. */
export interface Flattener {
  flatten(): Promise<Flattened>;
  close(): Promise<void>;
}

export async function openFlattener(entry: string, board: Board): Promise<Flattener> {
  const folder = dirname(resolve(entry));
  const sources = new Set<string>();
  const esbuild = await context({
    // Imported for its effects, so that an exporting entry leaves no exports behind.
    stdin: { contents: `import ${JSON.stringify(`./${basename(entry)}`)};`, resolveDir: folder },
    // Names in the output are relative to this folder: the same sources give the same bytes.
    absWorkingDir: folder,
    bundle: true,
    write: false,
    // Names the map, and nothing else.
    outfile: "bundle.js",
    sourcemap: "external",
    sourcesContent: false,
    // `cjs` leaves `require` alone and, without exports, wraps nothing.
    format: "cjs",
    platform: "neutral",
    target: "es2022",
    // `list?.at(-1)` is a call like any other then.
    supported: { "optional-chain": false },
    // The tsconfig of whoever calls must not change the bundle.
    tsconfigRaw: {
      compilerOptions: { useDefineForClassFields: true, verbatimModuleSyntax: true },
    },
    legalComments: "none",
    define: {
      RESET_REGISTER: String(board.resetCause?.register ?? 0),
      POWER_CAUSES: JSON.stringify(board.resetCause?.power ?? []),
      OUTBOX_SLOTS: String(board.variables.budget < MANY_VARIABLES ? 3 : 11),
      STORAGE_OFFSET: String(board.storage.offset),
      STORAGE_BYTES: String(board.storage.bytes),
    },
    charset: "ascii",
    logLevel: "silent",
    plugins: [boardVariants(board), boardModules(folder, sources)],
  });
  const flatten = async (): Promise<Flattened> => {
    sources.clear();
    try {
      const [map, code] = (await esbuild.rebuild()).outputFiles;
      const script = { code: code?.text ?? "", map: map?.text ?? "" };
      return { script, sources: inOrder(sources), faults: [] };
    } catch (error) {
      const { errors } = error as { errors?: Message[] };
      if (!errors) throw error;
      const faults = errors.map((message) => toFault(message, entry, folder));
      return { sources: inOrder(sources), faults };
    }
  };
  return { flatten, close: () => esbuild.dispose() };
}

/** Files are loaded in parallel, in any order. */
function inOrder(sources: ReadonlySet<string>): string[] {
  return [...sources].sort();
}

function toFault({ text, location }: Message, entry: string, folder: string): Fault {
  const message = text + adviceFor(text);
  if (!location || location.file === "<stdin>") {
    return entryFault(entry) ?? { path: displayed(resolve(entry)) || entry, message };
  }
  const { file, line, column } = location;
  const path = displayed(resolve(folder, file));
  // A fault of the whole file has no line.
  return { path: line > 0 ? `${path}:${line}:${column + 1}` : path, message };
}

/** "@scope/name" of "@scope/name/part". */
function packageOf(module: string): string {
  return module
    .split("/")
    .slice(0, module.startsWith("@") ? 2 : 1)
    .join("/");
}

const OCTAL: readonly (readonly [start: string, advice: string])[] = [
  ["Legacy octal escape", "; write the code of the character in hexadecimal, \\x41 for \\101"],
  ["Legacy octal literal", "; write 0o17, or 15"],
];

function adviceFor(text: string): string {
  const [, name] = /^Could not resolve "([^"./][^"]*)"/.exec(text) ?? [];
  if (name !== undefined && isOnlyNodes(name)) return `: ${MODULES_OF_BOARDS}`;
  if (name) {
    return `; install it (npm install ${packageOf(name)}), import a file of your own by its path ("./..."; paths of a tsconfig.json are not followed), or, if it is a module of the interpreter, take it with require("${name}")`;
  }
  if (/^Could not resolve "\./.test(text)) return ": no such file beside this one";
  if (text.startsWith("Top-level await")) return "; put it in an async function and call that";
  return OCTAL.find(([start]) => text.startsWith(start))?.[1] ?? "";
}
