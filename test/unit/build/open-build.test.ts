import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loadBoard } from "../../../boards/board.ts";
import { buildFirmware, openBuild } from "../../../host/build/build.ts";

const board = loadBoard("esp32-devkitc");
const scratch = mkdtempSync(join(tmpdir(), "espulse-open-build-"));
const entry = join(scratch, "main.ts");
const part = join(scratch, "part.ts");

afterAll(() => rmSync(scratch, { recursive: true }));

describe("a build that stays open", () => {
  it("takes up each change, is none the worse for a fault, and gives what a build from cold gives", async () => {
    writeFileSync(entry, 'import { word } from "./part.ts";\nprint(word, E.x);\n');
    writeFileSync(part, 'export const word = "first";\n');
    const build = await openBuild({ board, entry });
    try {
      expect((await build.rebuild()).code).toContain('"first"');
      writeFileSync(part, 'export const word = "second";\nexport const spare = 1;\n');
      const second = await build.rebuild();
      expect(second.code).toContain('"second"');
      expect(second).toEqual({
        ...(await buildFirmware({ board, entry })),
        placeAt: expect.any(Function),
      });
      expect(second.dropped).toEqual([{ module: "part.ts", exports: ["spare"] }]);
      writeFileSync(part, "export const word = new WeakMap();\n");
      await expect(build.rebuild()).rejects.toThrow(/part\.ts:1:25: WeakMap/);
      writeFileSync(part, "export const word = ;\n");
      await expect(build.rebuild()).rejects.toThrow(/part\.ts:1:21: Unexpected ";"/);
      writeFileSync(part, 'export const word = "third";\n');
      expect((await build.rebuild()).code).toContain('"third"');
    } finally {
      await build.close();
    }
  });

  it("looks at a source again when another one changes what it means", async () => {
    const fault = /part\.ts:1:30: m\(\) calls itself/;
    writeFileSync(part, "export class A { m(): void { this.m(); } }\n");
    const extending = 'class B extends A { override m(): void { print("B"); } }\nnew B().m();';
    writeFileSync(entry, `import { A } from "./part.ts";\n${extending}\n`);
    const build = await openBuild({ board, entry });
    try {
      await build.rebuild();
      writeFileSync(entry, 'import { A } from "./part.ts";\nnew A().m();\n');
      await expect(build.rebuild()).rejects.toThrow(fault);
      writeFileSync(entry, `import { A } from "./part.ts";\n${extending}\n`);
      await build.rebuild();
    } finally {
      await build.close();
    }
  });
});
