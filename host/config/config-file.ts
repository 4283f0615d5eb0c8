// Loads `espulse.config.ts` through tsx. Knows nothing of what may stand in it.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { tsImport } from "tsx/esm/api";
import type { Fault } from "../errors.ts";

export const CONFIG_FILE = "espulse.config.ts";

/** The file's default export, undefined when there is no file, or why it cannot be used. */
export async function loadConfigFile(
  folder: string,
): Promise<{ config?: Record<string, unknown> } | { fault: Fault }> {
  const file = join(folder, CONFIG_FILE);
  if (!existsSync(file)) return {};
  let loaded: { default?: unknown };
  try {
    loaded = (await tsImport(pathToFileURL(file).href, import.meta.url)) as { default?: unknown };
  } catch (error) {
    return { fault: faultOf(error) };
  }
  const config = unwrapped(loaded.default);
  if (typeof config !== "object" || config === null || Array.isArray(config)) {
    const message = "expected `export default defineConfig({ ... })`";
    return { fault: { path: CONFIG_FILE, message } };
  }
  return { config: config as Record<string, unknown> };
}

// In a folder whose package.json does not say "type": "module", tsx compiles the file to CommonJS
// and the default export arrives one level deeper.
function unwrapped(exported: unknown): unknown {
  const isModule = typeof exported === "object" && exported !== null && "__esModule" in exported;
  return isModule ? (exported as { default?: unknown }).default : exported;
}

function faultOf(error: unknown): Fault {
  const text = error instanceof Error ? error.message : String(error);
  // esbuild, which compiles for tsx: "Transform failed with 1 error:\nFILE:LINE:COLUMN: ERROR: TEXT"
  const [, place, syntax] = /:(\d+:\d+): ERROR: (.*)/.exec(text) ?? [];
  if (place && syntax) return { path: `${CONFIG_FILE}:${place}`, message: syntax };
  const message = text.split("\n").find((line) => line.trim() !== "") ?? "could not be loaded";
  return { path: CONFIG_FILE, message };
}
