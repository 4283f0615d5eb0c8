// The report of a build: bytes by module, what is left out, the table.
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type Bundle, buildFirmware } from "../../../host/build/build.ts";
import { reportOf } from "../../../host/build/report/report.ts";
import { reportTable } from "../../../host/build/report/table.ts";
import { moduleTitle } from "../../../host/build/sources/module-title.ts";
import { blink, board, useSmallBuilds } from "./small-build.ts";

const build = useSmallBuilds();
const root = fileURLToPath(new URL("../../../", import.meta.url));

const bytesOf = ({ sizes }: Bundle): Record<string, number> =>
  Object.fromEntries(sizes.map(({ module, bytes }) => [module, bytes]));

describe("bytes by module", () => {
  it("add up to the bundle, each byte where it was written", async () => {
    const bundle = await buildFirmware({ entry: blink, board });
    expect(bytesOf(bundle)).toEqual({
      "main.ts":
        't,t=require("Storage").list(),setInterval(function(){digitalWrite(D2,e?t.length:0)},6e4)'
          .length,
      "state.ts": "e=!1;e=!e,".length,
      // terser has put all variables of the top behind the word of the first.
      "period.ts": "var ".length,
      "(wrapper)": "!function(){}();".length,
    });
    expect(bundle.sizes.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(bundle.bytes);
  });

  it("follow code that the minifier puts into another module", async () => {
    const bundle = await build({
      "main.ts": 'import { blue } from "./lib/blue.ts";\nprint("main", blue());\n',
      "lib/blue.ts":
        "export function blue() {\n  let n = 0;\n  for (const c of E.list) n += c.blue;\n  return n;\n}\n",
    });
    expect(bundle.code).not.toMatch(/function \w+\(/);
    const { "main.ts": main, "lib/blue.ts": blue } = bytesOf(bundle);
    // A bracket or a comma belongs to what stands before it.
    expect(main).toBeGreaterThanOrEqual('print("main'.length);
    expect(main).toBeLessThanOrEqual('print("main",)'.length);
    expect(blue).toBe(bundle.bytes - main! - bytesOf(bundle)["(wrapper)"]!);
  });

  it("have the functions that lowering needs as a module of their own, and moved variables", async () => {
    const bundle = await build({
      "main.ts":
        "const list = [...E.a, ...E.b];\nif (E.c) { var late = 1; }\nprint(list, late, [...E.d]);\n",
    });
    expect(bundle.code).toMatch(/^!function\(\)\{(var \w+;)?function/);
    const {
      "main.ts": main = 0,
      "(helpers)": helpers = 0,
      "(wrapper)": wrapper = 0,
    } = bytesOf(bundle);
    expect(helpers).toBeGreaterThan(50);
    expect(main + helpers + wrapper).toBe(bundle.bytes);
  });
});

describe("the name of a module", () => {
  it.each([
    [
      "the firmware of Espulse in a checkout",
      "firmware/net/wifi.ts",
      "espulse/firmware/net/wifi.ts",
    ],
    [
      "the same in a package",
      "../../node_modules/espulse/firmware/net/wifi.ts",
      "espulse/firmware/net/wifi.ts",
    ],
    ["another package", "../../node_modules/dht/node_modules/crc/index.js", "crc/index.js"],
    ["a source beside the entry", "test/lib.ts", "lib.ts"],
    ["a source elsewhere", "other/lib.ts", "../other/lib.ts"],
  ])("is short and stable for %s", (_what, path, title) => {
    const entry = join(root, "test");
    const module = relative(entry, join(root, path)).split(sep).join("/");
    expect(moduleTitle(entry, path.startsWith("../") ? path : module)).toBe(title);
  });
});

describe("exports left out", () => {
  it("are named by module: functions, variables, classes, lists; types are none", async () => {
    const { dropped } = await build({
      "main.ts":
        'import { used, type T } from "./lib.ts";\nexport const own = 1;\nused({} as T);\n',
      "lib.ts": `export interface T { a: 1 }
export type U = T;
export function used(t: T): void { print(t, third); }
export function unused(): void {}
export const first = 1, second = 2;
const third = 3, fourth = 4;
export { third, fourth as other };
export class Gone {}
export default 5;
export declare const elsewhere: number;
`,
    });
    expect(dropped).toEqual([
      {
        module: "lib.ts",
        exports: ["unused", "first", "second", "Gone", "default", "other"],
      },
      { module: "main.ts", exports: ["own"] },
    ]);
  });
});

describe("the table", () => {
  it("shows modules, measure, budget and what was left out", async () => {
    const bundle = await buildFirmware({ entry: blink, board });
    const report = reportOf(bundle, board, { vars: 20 });
    expect(report.budget.bytes).toEqual({ has: 917504, takes: 118, left: 917386 });
    expect(report.budget.vars).toEqual({ has: 3340, takes: 20, left: 3320 });
    const plain = reportTable(report, board.name).replaceAll(/\p{Cc}\[\d+m/gu, "");
    expect(plain).toMatch(/^main\.ts +88 +█{10} +16 +█{10}$/m);
    expect(plain).toMatch(/^in all +118 +19$/m);
    expect(plain).toContain("Measured on the interpreter: 20 vars (estimate -5 %)");
    expect(plain).toMatch(/vars, measured +20 of +3,340 .* 3,320 left/);
    expect(plain).toContain("main.ts    version\nperiod.ts  unused\n");
  });
});
