// Builds of the few lines a test gives, in a folder of the test file's own.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";
import { loadBoard } from "../../../boards/board.ts";
import { type Bundle, buildFirmware } from "../../../host/build/build.ts";

export const board = loadBoard("esp32-devkitc");
export const blink = fileURLToPath(
  new URL("../../fixtures/firmware/blink/main.ts", import.meta.url),
);

/** Gives a build of a folder of its own; the first file is the entry. */
export function useSmallBuilds(): (
  files: Record<string, string>,
  on?: typeof board,
) => Promise<Bundle> {
  const scratch = mkdtempSync(join(tmpdir(), "espulse-small-build-"));
  let folders = 0;
  afterAll(() => rmSync(scratch, { recursive: true }));
  return (files, on = board) => {
    const folder = join(scratch, String(folders++));
    for (const [name, text] of Object.entries(files)) {
      const file = join(folder, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    return buildFirmware({ entry: join(folder, Object.keys(files)[0]!), board: on });
  };
}
