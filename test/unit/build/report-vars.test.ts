// Variables by module, as the report estimates them, and what is over the board's budget.
import { describe, expect, it } from "vitest";
import { loadBoard } from "../../../boards/board.ts";
import type { Bundle } from "../../../host/build/build.ts";
import { packingOf } from "../../../host/build/report/packing.ts";
import { doubtOf } from "../../../host/build/report/sizes.ts";
import { ConfigError } from "../../../host/errors.ts";
import { board, useSmallBuilds } from "./small-build.ts";

const build = useSmallBuilds();

async function faultOf(built: Promise<Bundle>): Promise<string> {
  const error: unknown = await built.catch((thrown: unknown) => thrown);
  if (!(error instanceof ConfigError)) throw error;
  return error.message;
}

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

describe("variables of another size", () => {
  it("hold other numbers of characters, bytes and digits", () => {
    const of = (bytes: number, budget: number) => {
      const { textCharacters, moreCharacters, inlineLimit } = packingOf({ bytes, budget });
      return [textCharacters, moreCharacters, inlineLimit];
    };
    expect(of(12, 1600)).toEqual([8, 8, 1023]);
    expect(of(13, 4095)).toEqual([8, 9, 2047]);
    expect(of(13, 8190)).toEqual([8, 9, 4095]);
    expect(of(14, 3400)).toEqual([9, 10, 8191]);
    expect(of(16, 60000)).toEqual([10, 11, 32767]);
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
    expect(await faultOf(build(files, small(250, 3400)))).toMatch(
      /main\.ts: the bundle has 3\d\d bytes, and the Storage of ESP32 DevKitC takes 250; the most of it: table\.ts 2\d\d, main\.ts/,
    );
  });

  it("of variables is refused with what takes most", async () => {
    expect(await faultOf(build(files, small(9000, 100)))).toMatch(
      /main\.ts: the bundle takes at least 11\d variables at load, and ESP32 DevKitC has 40 for programs; the most of it: table\.ts 10\d, main\.ts/,
    );
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
