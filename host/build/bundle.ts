// Firmware sources -> one flat ES2022 script, by esbuild. Owns module resolution and tells which
// source files took part; knows nothing of what Espruino can run.
import { basename, dirname, resolve } from "node:path";
import { build, type Message, type Plugin } from "esbuild";
import type { Fault } from "../errors.ts";
import { displayed } from "./displayed.ts";

export interface Flattened {
  /** Absent when the sources could not be put together. */
  readonly code?: string;
  /** Absolute paths of the sources that took part. */
  readonly sources: readonly string[];
  readonly faults: readonly Fault[];
}

/** `require("Wifi")` names a module of the interpreter or of the board's Storage. */
function boardModules(sources: Set<string>): Plugin {
  return {
    name: "board-modules",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /./ }, ({ kind, path }) =>
        // What may not be required or imported is the gate's to say.
        kind === "require-call" || kind === "dynamic-import" ? { path, external: true } : undefined,
      );
      onLoad({ filter: /./, namespace: "file" }, ({ path }) => {
        sources.add(path);
        return undefined;
      });
    },
  };
}

export async function flatten(entry: string): Promise<Flattened> {
  const folder = dirname(resolve(entry));
  const sources = new Set<string>();
  try {
    const { outputFiles } = await build({
      // Imported for its effects, so that an exporting entry leaves no exports behind.
      stdin: { contents: `import ${JSON.stringify(`./${basename(entry)}`)};`, resolveDir: folder },
      // Names in the output are relative to this folder: the same sources give the same bytes.
      absWorkingDir: folder,
      bundle: true,
      write: false,
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
      charset: "ascii",
      logLevel: "silent",
      plugins: [boardModules(sources)],
    });
    return { code: outputFiles[0]?.text ?? "", sources: inOrder(sources), faults: [] };
  } catch (error) {
    const { errors } = error as { errors?: Message[] };
    if (!errors) throw error;
    const faults = errors.map((message) => toFault(message, entry, folder));
    return { sources: inOrder(sources), faults };
  }
}

/** Files are loaded in parallel, in any order. */
function inOrder(sources: ReadonlySet<string>): string[] {
  return [...sources].sort();
}

function toFault({ text, location }: Message, entry: string, folder: string): Fault {
  const message = text + adviceFor(text);
  if (!location || location.file === "<stdin>") return { path: displayed(resolve(entry)), message };
  const { file, line, column } = location;
  return { path: `${displayed(resolve(folder, file))}:${line}:${column + 1}`, message };
}

function adviceFor(text: string): string {
  const [, name] = /^Could not resolve "([^"./][^"]*)"/.exec(text) ?? [];
  if (name) return `; a module of the interpreter is taken with require("${name}")`;
  return text.startsWith("Top-level await") ? "; put it in an async function and call that" : "";
}
