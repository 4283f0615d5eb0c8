import { describe, expect, it } from "vitest";
import { sourceAtIn } from "../../../host/build/source-at.ts";
import { nativeIn } from "../../../host/build/sources/native-marks.ts";
import { parseSource } from "../../../host/build/sources/sources.ts";

describe.each(["text", "timers"] as const)("sources marked @native-%s", (what) => {
  it("are told from others by where their code stands in the script", () => {
    const sources = [
      parseSource("/firmware/a.ts", `// About a.\n// @native-${what}: none matters.\n`),
      parseSource("/firmware/b.ts", `// About b, which is no @native-${what}.\n`),
    ];
    const script = "// a.ts\nvar a;\n// b.ts\nvar b;\n";
    const isNative = nativeIn(what, sources, sourceAtIn(script, sources, "/firmware"));
    expect(isNative(script.indexOf("var a"))).toBe(true);
    expect(isNative(script.indexOf("var b"))).toBe(false);
    expect(isNative(0)).toBe(true);
  });
});
