import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { loadBoard } from "../../../boards/board.ts";
import { type Bundle, buildFirmware } from "../../../host/build/build.ts";
import { moduleTitle } from "../../../host/build/module-title.ts";
import { packingOf } from "../../../host/build/report/packing.ts";
import { reportOf } from "../../../host/build/report/report.ts";
import { doubtOf } from "../../../host/build/report/sizes.ts";
import { reportTable } from "../../../host/build/report/table.ts";
import { ConfigError } from "../../../host/errors.ts";

const board = loadBoard("esp32-devkitc");
const blink = fileURLToPath(new URL("../../fixtures/firmware/blink/main.ts", import.meta.url));
const root = fileURLToPath(new URL("../../../", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "espulse-report-"));
let folders = 0;

afterAll(() => rmSync(scratch, { recursive: true }));

/** Of a folder of its own; the first file is the entry. */
function build(files: Record<string, string>, on = board): Promise<Bundle> {
  const folder = join(scratch, String(folders++));
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return buildFirmware({ entry: join(folder, Object.keys(files)[0]!), board: on });
}

async function faultOf(built: Promise<Bundle>): Promise<string> {
  const error: unknown = await built.catch((thrown: unknown) => thrown);
  if (!(error instanceof ConfigError)) throw error;
  return error.message;
}

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

describe("variables by module", () => {
  it("count what is left when the bundle has loaded, where it was made", async () => {
    const { sizes } = await build({
      "main.ts": 'import { text } from "./text.ts";\nsetInterval(() => print(text.a), 1000);\n',
      "text.ts": 'export const text = { a: E.x ? "0123456789" : "0123456789" };\n',
    });
    const vars = Object.fromEntries(sizes.map(({ module, vars: count }) => [module, count]));
    // The scope around all; the timer, its function and the way to the scope; the variable, the
    // object, its member and ten characters, and E, which is made when it is named.
    expect(vars).toEqual({ "(wrapper)": 1, "main.ts": 7 + 3 + 1, "text.ts": 1 + 1 + 1 + 2 + 2 });
  });

  it("know what a loop leaves, and forget what nothing refers to", async () => {
    const table = await build({
      "main.ts":
        "const t: number[] = [];\nfor (let i = 0; i < 100; i++) t.push(i);\nsetTimeout(() => print(t), 9);\n",
    });
    const idle = await build({ "main.ts": "const t = [1, 2, 3];\nprint(t.length);\n" });
    const count = ({ sizes }: Bundle): number => sizes.reduce((sum, { vars }) => sum + vars, 0);
    expect(count(table)).toBeGreaterThan(100);
    expect(count(table)).toBeLessThan(130);
    expect(count(idle)).toBeLessThan(10);
  });

  it("keep apart what is caught and a variable of the same name", async () => {
    // The minifier calls both the same.
    const { sizes } = await build({
      "main.ts": `function run(list: number[], fail: () => void): void {
  try { fail(); } catch (error) { print(error); }
  for (let i = 0; i < 100; i++) list.push(i);
}
const kept: number[] = [];
run(kept, () => { throw "x"; });
run(kept, () => print(kept.length));
setTimeout(() => print(kept), 9);
`,
    });
    expect(sizes.reduce((sum, { vars }) => sum + vars, 0)).toBeGreaterThan(200);
  });

  it("know that an error in an argument keeps the scopes of the function for good", async () => {
    // The second call of each, so that the minifier leaves them functions.
    const program = (tried: string) => ({
      "main.ts": `let total = 0;
const table = [${"1,".repeat(100)}];
function fail(at: number): number { total += table[at]!; if (at < 9) throw at; return at; }
function keep(given: number): void { total += given + table[given]!; print(total); }
try { ${tried} } catch { print(total); }
keep(fail(10));
`,
    });
    const count = ({ sizes }: Bundle): number => sizes.reduce((sum, { vars }) => sum + vars, 0);
    expect(count(await build(program("fail(1)")))).toBeLessThan(10);
    expect(count(await build(program("keep(fail(1))")))).toBeGreaterThan(100);
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

describe("a bundle over the board's budget", () => {
  const small = (storage: number, vars: number) => ({
    ...board,
    storage: { ...board.storage, bytes: storage },
    variables: { ...board.variables, budget: vars },
  });
  const files = {
    "main.ts": 'import { table } from "./table.ts";\nsetTimeout(() => print(table), 1);\n',
    "table.ts": `export const table = [${Array.from({ length: 100 }, (_, i) => i).join(", ")}];\n`,
  };

  it("of bytes is refused with what takes most", async () => {
    expect(await faultOf(build(files, small(100, 3400)))).toMatch(
      /main\.ts: the bundle has 3\d\d bytes, and the Storage of ESP32 DevKitC takes 100; the most of it: table\.ts 2\d\d, main\.ts/,
    );
  });

  it("of variables is refused with what takes most", async () => {
    expect(await faultOf(build(files, small(9000, 100)))).toMatch(
      /main\.ts: the bundle takes at least 11\d variables at load, and ESP32 DevKitC has 40 for programs; the most of it: table\.ts 10\d, main\.ts/,
    );
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

  const varsOfAll = ({ sizes }: Bundle): number => sizes.reduce((sum, { vars }) => sum + vars, 0);

  it.each([
    [
      "an async function that fails and cleans up, step by step",
      `const list = ["a", "b"].map((x) => x);
const later = (x: string) => (E.a ? Promise.resolve(x) : x);
(async () => {
  try { try { if (list.length > 1) throw new Error(await later("first")); await later("x"); }
    catch (e) { print(await later("y")); throw e; } finally { print(await later("z")); }
  } catch (e) { print((e as Error).message); } finally { await later("end"); }
})();`,
    ],
    [
      "a loop without end but by what the board answers",
      "const t: number[] = [];\nfor (;;) { if (E.next()) break; t.push(1); }\nsetTimeout(() => print(t), 1);",
    ],
    [
      "a loop that ends with a list, or with the function",
      "const t = [1, 2];\nconst u: number[] = [];\nwhile (t.length > 0) { u.push(t.pop()!); }\nfunction f() { while (true) { if (E.a) return; u.push(1); } }\nf();",
    ],
  ])("is not what a build takes %s for", async (_what, source) => {
    // The promises that come along take some 300.
    expect(varsOfAll(await build({ "main.ts": source }))).toBeLessThan(600);
  });

  const big = "new Uint8Array(60000)";
  it.each([
    ["a buffer", `const b = ${big};\nsetTimeout(() => print(b), 1);`],
    [
      "a loop of a known length",
      "const t: number[] = [];\nfor (let i = 0; i < 9e9; i++) t.push(i);\nsetTimeout(() => print(t), 1);",
    ],
    [
      "a table beside what is a guess",
      `if (E.a) print(1);\nconst b = E.b || 0;\nconst c = ${big};\nsetTimeout(() => print(b, c), 1);`,
    ],
  ])("of variables is refused where it is sure: %s", async (_what, source) => {
    expect(await faultOf(build({ "main.ts": source }))).toMatch(
      /main\.ts: .* at least \d{4,6} var/,
    );
  });

  it.each([
    ["on a condition", `let b;\nif (E.a) b = ${big};\nsetTimeout(() => print(b), 1);`],
    ["as one of two values", `const b = E.a ? ${big} : 0;\nsetTimeout(() => print(b), 1);`],
    [
      "unless it is dropped",
      `let b: unknown = ${big};\nif (E.a) b = 0;\nsetTimeout(() => print(b), 1);`,
    ],
    [
      "behind a return",
      `let b: unknown;\nfunction f() { if (E.a) return; b = ${big}; }\nf();\nsetTimeout(() => print(b), 1);`,
    ],
    [
      "behind what may throw",
      `let b: unknown;\ntry { E.a(); b = ${big}; } catch (e) { print(e); }\nsetTimeout(() => print(b), 1);`,
    ],
    [
      "in a function of which the board knows how often",
      `let b: unknown;\nE.list.some(() => { b = ${big}; });\nsetTimeout(() => print(b), 1);`,
    ],
  ])("of variables is only told where it is a guess: a buffer %s", async (_what, source) => {
    const { sizes } = await build({ "main.ts": source });
    expect(doubtOf(sizes, board) ?? "fits").toMatch(/perhaps \d{4} variables|fits/);
  });
});

describe("variables of another size", () => {
  it("hold other numbers of characters, bytes and digits", () => {
    const of = (bytes: number, budget: number) => packingOf({ bytes, budget });
    expect(of(12, 1600)).toEqual({
      bytes: 12,
      textCharacters: 8,
      moreCharacters: 8,
      inlineLimit: 1023,
    });
    expect(of(13, 4095)).toEqual({
      bytes: 13,
      textCharacters: 8,
      moreCharacters: 9,
      inlineLimit: 2047,
    });
    expect(of(13, 8190)).toEqual({
      bytes: 13,
      textCharacters: 8,
      moreCharacters: 9,
      inlineLimit: 4095,
    });
    expect(of(14, 3400)).toEqual({
      bytes: 14,
      textCharacters: 9,
      moreCharacters: 10,
      inlineLimit: 8191,
    });
    expect(of(16, 60000)).toEqual({
      bytes: 16,
      textCharacters: 10,
      moreCharacters: 11,
      inlineLimit: 32767,
    });
  });

  it("make the same program take more of them", async () => {
    const files = {
      "main.ts": `const b = new Uint8Array(1200);\nconst t = "${"0123456789".repeat(16)}";\nsetTimeout(() => print(b, t, E.a ? t : b), 1);\n`,
    };
    const vars = async (id: string) =>
      (await build(files, loadBoard(id))).sizes.reduce((sum, { vars: count }) => sum + count, 0);
    const [small, large] = [await vars("esp8266"), await vars("esp32-devkitc")];
    // 14 in each variable of the buffer, 12 there; the text is in flash or 10 in each, 8 there.
    expect(small - large).toBeGreaterThanOrEqual(Math.floor(1200 / 12 - 1200 / 14));
  });
});
