import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { loadBoard } from "../../../boards/board.ts";
import { buildFirmware } from "../../../host/build/build.ts";
import { ConfigError } from "../../../host/errors.ts";

const board = loadBoard("esp32-devkitc");
const fixtures = fileURLToPath(new URL("../../fixtures/firmware/", import.meta.url));
const blink = join(fixtures, "blink/main.ts");
const scratch = mkdtempSync(join(tmpdir(), "espulse-build-"));

afterAll(() => rmSync(scratch, { recursive: true }));

async function faultsOf(entry: string, maxBytes?: number): Promise<string[]> {
  const options = { entry, board, ...(maxBytes !== undefined && { maxBytes }) };
  const error: unknown = await buildFirmware(options).catch((thrown: unknown) => thrown);
  if (!(error instanceof ConfigError)) throw error;
  return error.faults.map(({ path, message }) => `${path}: ${message}`);
}

function sourceFile(name: string, text: string): string {
  const file = join(scratch, name);
  writeFileSync(file, text);
  return file;
}

describe("buildFirmware", () => {
  it("refuses a program of which nothing is left", async () => {
    const entry = sourceFile("nothing.ts", "const a = 1;\n");
    expect((await faultsOf(entry)).join()).toMatch(/nothing\.ts: nothing is left of it/);
  });

  it("makes one function of several files, ASCII, and nothing beside it", async () => {
    const { code, bytes, sha256 } = await buildFirmware({ entry: blink, board });
    expect(code).toBe(
      '!function(){var t,e=!1;t=require("Storage").list(),' +
        "setInterval(function(){e=!e,digitalWrite(D2,e?t.length:0)},6e4)}();",
    );
    expect(bytes).toBe(code.length);
    expect(sha256).toBe(createHash("sha256").update(code).digest("hex"));
  });

  it("gives the same bytes wherever the sources lie, and whatever tsconfig lies beside them", async () => {
    const copy = join(scratch, "elsewhere/deeper");
    cpSync(join(fixtures, "blink"), copy, { recursive: true });
    writeFileSync(
      join(copy, "tsconfig.json"),
      '{"compilerOptions":{"target":"ES5","strict":false}}',
    );
    const { sources, ...here } = await buildFirmware({ entry: blink, board });
    const there = await buildFirmware({ entry: join(copy, "main.ts"), board });
    const others = { sources: expect.any(Array), placeAt: expect.any(Function) };
    expect(there).toEqual({ ...here, ...others });
    expect(there.sources).not.toEqual(sources);
    expect(there.code).not.toMatch(/fixtures|espulse-build/);
  });

  it("refuses a bundle over its limit, with both sizes", async () => {
    const { bytes } = await buildFirmware({ entry: blink, board, maxBytes: 200 });
    const [fault] = await faultsOf(blink, bytes - 1);
    expect(fault).toMatch(new RegExp(`blink/main\\.ts: .*${bytes} bytes.* ${bytes - 1}`));
  });

  it("names the faults of all files at once", async () => {
    expect(await faultsOf(join(fixtures, "faulty/main.ts"))).toEqual([
      expect.stringMatching(/^test\/fixtures\/firmware\/faulty\/main\.ts:5:1: for\.\.in/),
      expect.stringMatching(/^test\/fixtures\/firmware\/faulty\/seen\.ts:1:25: WeakSet: /),
      expect.stringMatching(/^test\/fixtures\/firmware\/faulty\/seen\.ts:2:20: BigInt 10n/),
    ]);
  });

  it("names what cannot be resolved or parsed at its position, beside the other faults", async () => {
    const unresolved = sourceFile("unresolved.ts", 'import w from "Wifi";\nw.use(Symbol);\n');
    expect(await faultsOf(unresolved)).toEqual([
      expect.stringMatching(/unresolved\.ts:1:15: Could not resolve "Wifi".*require\("Wifi"\)/),
      expect.stringMatching(/unresolved\.ts:2:7: Symbol/),
    ]);
    expect(await faultsOf(sourceFile("broken.ts", "let a = ;\n"))).toEqual([
      expect.stringMatching(/broken\.ts:1:9: Unexpected ";"/),
    ]);
  });

  it("looks into imported JSON as well", async () => {
    writeFileSync(join(scratch, "units.json"), '{\n  "temp": "\u00b0C"\n}\n');
    const entry = sourceFile("units.ts", 'import units from "./units.json";\nuse(units.temp);\n');
    expect(await faultsOf(entry)).toEqual([
      expect.stringMatching(/units\.json:2:11: .*no Unicode/),
    ]);
  });

  it("tells a module of Node from one that is not installed", async () => {
    const entry = sourceFile("node.ts", 'import "node:fs";\nimport "path";\nimport "@a/b/c";\n');
    expect(await faultsOf(entry)).toEqual([
      expect.stringMatching(/node\.ts:1:8: .*"node:fs".* it is of Node, and no board has it/),
      expect.stringMatching(/node\.ts:2:8: .*"path".* it is of Node/),
      expect.stringMatching(/node\.ts:3:8: .*install it \(npm install @a\/b\)/),
    ]);
  });

  it("refuses a file that is no code by its name, wherever it is imported: nothing would judge it", async () => {
    sourceFile("unit.txt", "\u00b0C");
    sourceFile("look.css", "a {}");
    sourceFile("plain", "print(Symbol);");
    const entry = sourceFile(
      "kinds.ts",
      'import unit from "./unit.txt";\nimport "./look.css";\nimport "./plain";\nprint(unit);\n',
    );
    expect((await faultsOf(entry)).sort()).toEqual([
      expect.stringMatching(/look\.css: is no TypeScript, JavaScript or JSON by its name/),
      expect.stringMatching(/plain: is no TypeScript/),
      expect.stringMatching(/unit\.txt: is no TypeScript/),
    ]);
    for (const name of ["firmware", "firmware.py", "firmware.txt"]) {
      const [fault, ...more] = await faultsOf(sourceFile(name, "print(Symbol);"));
      expect([fault, more]).toEqual([expect.stringMatching(/: is no TypeScript.* rename it/), []]);
    }
  });

  it("refuses an import of an address, which no board could follow", async () => {
    const entry = sourceFile(
      "address.ts",
      'import a from "https://a.example/b.js";\nimport b from "data:text/javascript,export default 1";\nprint(a, b);\n',
    );
    expect(await faultsOf(entry)).toEqual([
      expect.stringMatching(/address\.ts:1:15: .*"https:\/\/a\.example\/b\.js": .*download it/),
      expect.stringMatching(/address\.ts:2:15: .*"data:text/),
    ]);
  });

  it("says what to do where an import leads nowhere", async () => {
    const entry = sourceFile("lost.ts", 'import "./none";\nimport "@own/part";\n');
    expect(await faultsOf(entry)).toEqual([
      expect.stringMatching(/lost\.ts:1:8: Could not resolve "\.\/none": no such file/),
      expect.stringMatching(/lost\.ts:2:8: .*paths of a tsconfig\.json are not followed/),
    ]);
  });

  it("names a source that nests too deep, or that is far too large for any board", async () => {
    const deep = sourceFile("deep.ts", `print(${"[".repeat(5000)}1${"]".repeat(5000)});`);
    expect(await faultsOf(deep)).toEqual([
      expect.stringMatching(/deep\.ts: goes deeper than the build can follow; /),
    ]);
    const line = `print("${"x".repeat(100)}", D2.read());\n`;
    const huge = sourceFile("huge.ts", line.repeat(20_000));
    expect(await faultsOf(huge)).toEqual([
      expect.stringMatching(
        /huge\.ts: .* bytes of code, and the Storage of ESP32 DevKitC takes 917504; the most of it: huge\.ts 2440000;/,
      ),
    ]);
  }, 30_000);

  it("builds hundreds of functions, each called by the one before alone", async () => {
    const lines = Array.from(
      { length: 400 },
      (_, k) =>
        `function f${k}(n: number): number { return n > 0 ? f${(k + 1) % 400}(n - 1) + 1 : n; }`,
    );
    const entry = sourceFile("chain.ts", `${lines.join("\n")}\nprint(f0(D2.read()));\n`);
    const { code } = await buildFirmware({ entry, board });
    expect(code.match(/function/g)?.length).toBeGreaterThan(400);
  }, 30_000);

  it("says so when there is no such entry", async () => {
    expect(await faultsOf(join(scratch, "absent.ts"))).toEqual([
      expect.stringMatching(/absent\.ts: no such file; expected the first source file/),
    ]);
    expect(await faultsOf(scratch)).toEqual([expect.stringMatching(/: is no file; expected/)]);
  });
});
