// Firmware sources -> one flat ES2022 script, by esbuild. Owns module resolution and tells which
// source files took part; knows nothing of what Espruino can run.
import { basename, dirname, resolve } from "node:path";
import { build, type Message, type Plugin } from "esbuild";
import { ConfigError, type Fault } from "../errors.ts";
import { displayed } from "./displayed.ts";

export interface Flattened {
  readonly code: string;
  /** Absolute paths of the sources that took part. */
  readonly sources: readonly string[];
}

/** `require("Wifi")` names a module of the interpreter or of the board's Storage. */
const boardModules: Plugin = {
  name: "board-modules",
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ kind, path }) =>
      kind === "require-call" ? { path, external: true } : undefined,
    );
  },
};

/** @throws ConfigError for what cannot be resolved or parsed. */
export async function flatten(entry: string): Promise<Flattened> {
  const folder = dirname(resolve(entry));
  try {
    const { outputFiles, metafile } = await build({
      // Imported for its effects, so that an exporting entry leaves no exports behind.
      stdin: { contents: `import ${JSON.stringify(`./${basename(entry)}`)};`, resolveDir: folder },
      // Names in the output are relative to this folder: the same sources give the same bytes.
      absWorkingDir: folder,
      bundle: true,
      write: false,
      metafile: true,
      // `cjs` leaves `require` alone and, without exports, wraps nothing.
      format: "cjs",
      platform: "neutral",
      target: "es2022",
      // The tsconfig of whoever calls must not change the bundle.
      tsconfigRaw: {
        compilerOptions: { useDefineForClassFields: true, verbatimModuleSyntax: true },
      },
      legalComments: "none",
      charset: "ascii",
      logLevel: "silent",
      plugins: [boardModules],
    });
    const sources = Object.keys(metafile.inputs)
      .filter((name) => name !== "<stdin>")
      .map((name) => resolve(folder, name));
    return { code: outputFiles[0]?.text ?? "", sources };
  } catch (error) {
    const { errors } = error as { errors?: Message[] };
    if (!errors) throw error;
    throw new ConfigError(errors.map((message) => toFault(message, entry, folder)));
  }
}

function toFault({ text, location }: Message, entry: string, folder: string): Fault {
  if (!location || location.file === "<stdin>") return { path: entry, message: text };
  const { file, line, column } = location;
  return { path: `${displayed(resolve(folder, file))}:${line}:${column + 1}`, message: text };
}
