// `espulse build` as a process: what it prints, what it writes, how it ends.
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { BLINK, build, buildWith } from "../doubles/build-verb.ts";
import { interpreter } from "../doubles/real-interpreter.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "espulse-build-verb-"));
const out = join(scratch, "made/for/it", "bundle.js");

afterAll(() => rmSync(scratch, { recursive: true }));

describe("espulse build", () => {
  it("writes the bundle and prints its bytes and SHA-256", () => {
    const { status, stdout, stderr } = build(...BLINK, "--out", out);
    const bundle = readFileSync(out);
    const sha256 = createHash("sha256").update(bundle).digest("hex");
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: `${out}  ${bundle.length} bytes\nsha256 ${sha256}\n`,
      stderr: "",
    });
  });

  it("does not write over a source", () => {
    const entry = join(scratch, "own.ts");
    writeFileSync(entry, "print(1);\n");
    expect(build("--entry", entry, "--out", entry)).toEqual({
      status: 2,
      stdout: "",
      stderr: `error: ${entry} (flag --out): is a source of the bundle, which would take its place; name another file\n`,
    });
    expect(readFileSync(entry, "utf8")).toBe("print(1);\n");
  });

  it("names a board that is no name", () => {
    const { status, stderr } = build(...BLINK, "--board", "");
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: "error: board (flag --board): expected a board's id, or the path of a board file\n",
    });
  });

  it("prints one JSON object with --json", () => {
    const { status, stdout } = build(...BLINK, "--out", out, "--json");
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      out,
      board: "esp32-devkitc",
      bytes: readFileSync(out).length,
      sha256: createHash("sha256").update(readFileSync(out)).digest("hex"),
    });
  });

  it("refuses with every fault at its line and column, and writes nothing", () => {
    const file = join(scratch, "refused.js");
    const entry = "test/fixtures/firmware/faulty/main.ts";
    const { status, stdout, stderr } = build(
      "--board",
      "esp32-devkitc",
      "--entry",
      entry,
      "--out",
      file,
    );
    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain(`${entry}:5:1: for..in`);
    expect(stderr).toContain("test/fixtures/firmware/faulty/seen.ts:1:25: WeakSet");
    expect(existsSync(file)).toBe(false);
  });

  it.each([
    ["a bundle over --max-bytes", [...BLINK, "--out", out, "--max-bytes", "10"], /may have 10/],
    ["an unknown board", ["--board", "nonesuch", "--out", out], /no such board.*esp32-devkitc/],
    [
      "a folder that is a file",
      [...BLINK, "--out", "test/fixtures/firmware/blink/main.ts/where.js"],
      /ENOTDIR|EEXIST/,
    ],
    ["a mistyped option", ["--bord", "esp32-devkitc"], /--board/],
    ["bytes that are no number", [...BLINK, "--out", out, "--max-bytes", "8k"], /whole number/],
  ])("ends with status 2 for %s", (_, argv, message) => {
    const { status, stderr } = build(...argv);
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });
});

describe("espulse build --report", () => {
  it("prints a table below the line", () => {
    const { status, stdout } = build(...BLINK, "--out", out, "--report");
    expect(status).toBe(0);
    expect(stdout).toMatch(/sha256 [0-9a-f]{64}\n\nmodule +bytes +vars\nmain\.ts +88 /);
    expect(stdout).toContain("On ESP32 DevKitC\nbytes of Storage");
    expect(stdout).toContain("period.ts  unused");
  });

  it("is part of the object with --json", () => {
    const { stdout } = build(...BLINK, "--out", out, "--report", "--json");
    const { bytes, report } = JSON.parse(stdout);
    expect(report).toMatchObject({
      vars: { estimated: 19 },
      budget: { bytes: { has: 917504, takes: bytes, left: 917504 - bytes } },
      dropped: [
        { module: "main.ts", exports: ["version"] },
        { module: "period.ts", exports: ["unused"] },
      ],
    });
    const sum = report.modules.reduce((all: number, one: { bytes: number }) => all + one.bytes, 0);
    expect(sum).toBe(bytes);
  });

  it("warns of variables that only the board can tell, and refuses what is sure", () => {
    const program = (name: string, code: string): string => {
      const file = join(scratch, name);
      writeFileSync(file, `${code}\nsetTimeout(() => print(b), 1);\n`);
      return file;
    };
    const guess = program(
      "guess.ts",
      "let b;\nif (E.getTemperature() > 0) b = new Uint8Array(6e4);",
    );
    const sure = program("sure.ts", "const b = new Uint8Array(6e4);");
    const on = ["--board", "esp32-devkitc", "--out", out];
    const warned = build(...on, "--entry", guess);
    expect(warned.status).toBe(0);
    expect(warned.stderr).toMatch(/^warning: the bundle takes perhaps 43\d\d variables.*guess\.ts/);
    const refused = build(...on, "--entry", sure);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toMatch(/takes at least 43\d\d variables at load.*sure\.ts/);
  });

  /** A loop whose end only the board knows holds 20 numbers there, and one for the build. */
  const hidden = (): { entry: string; board: string } => {
    const entry = join(scratch, "hidden.ts");
    const lines = [
      "const kept: number[][] = [];",
      "while (kept.length < 20 + Math.floor(Math.random())) kept.push([1.5, 2.5, 3.5, 4.5]);",
      "setTimeout(() => print(kept), 1);",
    ];
    writeFileSync(entry, `${lines.join("\n")}\n`);
    const devkit = JSON.parse(readFileSync(join(root, "boards/esp32-devkitc.json"), "utf8"));
    const small = { ...devkit, name: "Small", variables: { ...devkit.variables, budget: 160 } };
    const { $schema: _, ...rest } = small;
    const board = join(scratch, "small.json");
    writeFileSync(board, JSON.stringify(rest));
    return { entry, board };
  };

  it.skipIf(interpreter === undefined)(
    "refuses what is measured over the budget, however small the estimate (ESPRUINO_BIN)",
    () => {
      const { entry, board } = hidden();
      const { status, stderr } = build(
        "--board",
        board,
        "--entry",
        entry,
        "--out",
        out,
        "--report",
      );
      expect(stderr).toMatch(
        /Small: the bundle takes \d{3} measured variables at load, and Small has 100 for programs; the most of it: hidden\.ts \d+/,
      );
      expect(status).toBe(2);
    },
  );

  it("says that it is an estimate where there is no interpreter, and does not refuse by it", () => {
    const { entry, board } = hidden();
    const args = ["--board", board, "--entry", entry, "--out", out, "--report"];
    const without = { ESPRUINO_BIN: "", PATH: "/nowhere" };
    const { status, stdout } = buildWith(without, ...args);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^Not measured: /m);
    expect(stdout).toMatch(/^vars, estimated +\d\d of +100 /m);
    const { report } = JSON.parse(buildWith(without, ...args, "--json").stdout);
    expect(report.vars).toMatchObject({ measured: null });
  });

  it("names what takes most where the bundle is over a budget", () => {
    const { status, stderr } = build(...BLINK, "--out", out, "--max-bytes", "100", "--report");
    expect(status).toBe(2);
    expect(stderr).toMatch(
      /has 118 bytes and may have 100; the most of it: main\.ts 88, \(wrapper\) 16/,
    );
  });
});
