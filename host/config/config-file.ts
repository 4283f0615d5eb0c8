// Loads `espulse.config.ts`: bundled by esbuild, then imported from memory, so that nothing is
// written beside it. Knows nothing of what may stand in it.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Message, Plugin } from "esbuild";
import type { Fault } from "../errors.ts";
import { defineConfig } from "./define-config.ts";

export const CONFIG_FILE = "espulse.config.ts";

/** The file's default export, undefined when there is no file, or why it cannot be used. */
export async function loadConfigFile(
  folder: string,
): Promise<{ config?: Record<string, unknown> } | { faults: Fault[] }> {
  const file = join(folder, CONFIG_FILE);
  if (!existsSync(file)) return {};
  let config: unknown;
  try {
    const code = await compiled(file);
    const url = `data:text/javascript;base64,${Buffer.from(code).toString("base64")}`;
    config = ((await import(url)) as { default?: unknown }).default;
  } catch (error) {
    return { faults: faultsOf(error) };
  }
  if (typeof config !== "object" || config === null || Array.isArray(config)) {
    const message = "expected `export default defineConfig({ ... })`";
    return { faults: [{ path: CONFIG_FILE, message }] };
  }
  return { config: config as Record<string, unknown> };
}

async function compiled(file: string): Promise<string> {
  // Not at the top: a start of a few milliseconds that only a folder with such a file needs.
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    entryPoints: [file],
    absWorkingDir: dirname(file),
    write: false,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "silent",
    define: {
      "import.meta.url": JSON.stringify(pathToFileURL(file).href),
      "import.meta.dirname": JSON.stringify(dirname(file)),
      "import.meta.filename": JSON.stringify(file),
    },
    plugins: [imports],
  });
  return outputFiles[0]!.text;
}

/** Code in memory has no place of its own to look for packages from: they get their absolute URL. */
const imports: Plugin = {
  name: "imports",
  setup({ onLoad, onResolve, resolve }) {
    // The running program's own, so that the file also works where Espulse is not installed beside it.
    onResolve({ filter: /^espulse$/ }, ({ path }) => ({ path, namespace: "own" }));
    onLoad({ filter: /./, namespace: "own" }, () => ({ contents: `export ${defineConfig}` }));
    onResolve({ filter: /^file:/ }, ({ path }) => ({ path: fileURLToPath(path) }));
    onResolve({ filter: /^[^./]/ }, async ({ path, kind, resolveDir, pluginData }) => {
      if (kind === "entry-point" || pluginData === imports) return undefined;
      const found = await resolve(path, { kind, resolveDir, pluginData: imports });
      if (!found.path.includes("node_modules")) return found;
      return { path: pathToFileURL(found.path).href, external: true };
    });
  },
};

function faultsOf(error: unknown): Fault[] {
  const { errors } = error as { errors?: Message[] };
  if (errors) {
    return errors.map(({ text, location }) => ({
      path: location ? `${location.file}:${location.line}:${location.column + 1}` : CONFIG_FILE,
      message: text,
    }));
  }
  const text = error instanceof Error ? error.message : String(error);
  const message = text.split("\n").find((line) => line.trim() !== "") ?? "could not be loaded";
  return [{ path: CONFIG_FILE, message }];
}
