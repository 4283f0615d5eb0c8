import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { nativeTextIn } from "../../../host/build/native-text.ts";
import { sourceAtIn } from "../../../host/build/source-at.ts";

const folder = mkdtempSync(join(tmpdir(), "espulse-native-text-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("sources marked @native-text", () => {
  it("are told from others by where their code stands in the script", () => {
    writeFileSync(join(folder, "a.ts"), "// About a.\n// @native-text: whole numbers.\n");
    writeFileSync(join(folder, "b.ts"), "// About b, which is no @native-text.\n");
    const script = "// a.ts\nvar a;\n// b.ts\nvar b;\n";
    const sources = ["a.ts", "b.ts"].map((name) => join(folder, name));
    const isNative = nativeTextIn(sources, sourceAtIn(script, sources, folder));
    expect(isNative(script.indexOf("var a"))).toBe(true);
    expect(isNative(script.indexOf("var b"))).toBe(false);
    expect(isNative(0)).toBe(true);
  });
});
