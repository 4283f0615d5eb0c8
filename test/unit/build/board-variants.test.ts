import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Board, loadBoard } from "../../../boards/board.ts";
import { buildFirmware } from "../../../host/build/build.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "espulse-variants-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function codeOf(files: Record<string, string>, board: Board): Promise<string> {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return (await buildFirmware({ entry: join(folder, "main.ts"), board })).code;
}

const MAIN = 'import { hash } from "./hash.ts";\nprint(hash());';
const SHA256 = 'export const hash = () => require("crypto").SHA256("a");';
const CRC32 = 'export const hash = () => E.CRC32("a");';

describe("a source for boards that lack something", () => {
  const files = { "main.ts": MAIN, "hash.ts": SHA256, "hash.lacks-sha256.ts": CRC32 };

  it("stands in on those boards, and what it stands in for is not judged", async () => {
    expect(await codeOf(files, loadBoard("esp8266"))).toContain("CRC32");
  });

  it("is not taken on others", async () => {
    expect(await codeOf(files, loadBoard("esp32-devkitc"))).toContain("SHA256");
  });

  it("may import what it stands in for", async () => {
    const wrapper = 'import { name } from "./hash.ts";\nexport const hash = () => name;';
    const original = 'export const name = "origin";';
    const given = { "main.ts": MAIN, "hash.ts": original, "hash.lacks-sha256.ts": wrapper };
    expect(await codeOf(given, loadBoard("esp8266"))).toContain("origin");
  });

  it("is the only one, or the build says so", async () => {
    const both = { ...files, "hash.lacks-tls.ts": CRC32 };
    await expect(codeOf(both, loadBoard("esp8266"))).rejects.toThrow(
      /main\.ts:1:22: hash\.lacks-sha256\.ts and hash\.lacks-tls\.ts both stand for "\.\/hash\.ts" on ESP8266/,
    );
  });
});
