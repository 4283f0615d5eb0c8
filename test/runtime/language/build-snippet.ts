// One snippet -> what the real pipeline makes of it, and the JavaScript that says what it means.
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "esbuild";
import { loadBoard } from "../../../boards/board.ts";
import { buildFirmware } from "../../../host/build/build.ts";
import { ConfigError, type Fault } from "../../../host/errors.ts";
import type { Snippet } from "./snippet.ts";

export interface Built {
  readonly snippet: Snippet;
  /** Absent when the build refused the source. */
  readonly code?: string;
  readonly sha256?: string;
  readonly faults: readonly Fault[];
  /** The source as plain JavaScript of today, for Node. */
  readonly reference: string;
}

export async function buildSnippet(snippet: Snippet, key: number, folder: string): Promise<Built> {
  mkdirSync(folder, { recursive: true });
  const entry = join(folder, `snippet-${key}.ts`);
  // A last line, so that positions are those of the source.
  const source = `${snippet.source}\nimport { show } from "./show-${key}.ts";\n`;
  writeFileSync(join(folder, `show-${key}.ts`), `export const show = shown(${key});\n`);
  writeFileSync(entry, source);
  const reference = referenceOf(snippet, key);
  try {
    const { code } = await buildFirmware({ entry, board: loadBoard("esp32-devkitc") });
    return { snippet, code, sha256: digestOf(code, key), faults: [], reference };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { snippet, faults: error.faults, reference };
  }
}

/** The same for the same code, wherever in the table its row stands. */
function digestOf(code: string, key: number): string {
  return createHash("sha256")
    .update(code.replace(`shown(${key})`, "shown()"))
    .digest("hex");
}

function referenceOf({ source, refused }: Snippet, key: number): string {
  if (refused) return "";
  return transformSync(`const show = shown(${key});\n${source}`, {
    loader: "ts",
    target: "node20",
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: true } },
  }).code;
}
