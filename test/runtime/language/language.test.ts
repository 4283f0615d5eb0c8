// Every row of the table through the real pipeline: refused where it must be, and otherwise showing
// on the real interpreter what it shows in Node. Without the interpreter, the very bundles that were
// proven on it are expected (ESPULSE_RECORD=1 records them again).
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { interpreter } from "../../doubles/real-interpreter.ts";
import { isRequired } from "../../doubles/required.ts";
import { type Built, buildSnippet } from "./build-snippet.ts";
import { type Cost, costs } from "./costs.ts";
import { DIFFERENCES } from "./differences.ts";
import { DOCUMENT, documentFrom } from "./document.ts";
import { runInNode, runOnInterpreter, type Shown } from "./run-snippets.ts";
import { SNIPPETS, THEMES } from "./snippets.ts";

interface Proven {
  readonly sha256: string;
  readonly shown: Shown;
}

const GOLDEN = new URL("../../fixtures/language-golden.json", import.meta.url);
const RECORDING = process.env.ESPULSE_RECORD === "1";

/** Hundreds of bundles, also on a machine that is busy. */
const BUILD_DEADLINE_MS = 400_000;

const rows = SNIPPETS.filter((snippet) => !snippet.refused);
const refusedRows = SNIPPETS.filter((snippet) => snippet.refused);

const built = new Map<string, Built>();
const inNode = new Map<string, Shown>();
const onInterpreter = new Map<string, Shown>();
let different: readonly Shown[] = [];
let measured: readonly Cost[] = [];
const golden: Record<string, Proven> = RECORDING ? {} : JSON.parse(readFileSync(GOLDEN, "utf8"));

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), "espulse-snippets-"));
  const differenceCodes: string[] = [];
  try {
    for (const [key, snippet] of [...rows, ...refusedRows].entries()) {
      built.set(snippet.name, await buildSnippet(snippet, key, folder));
    }
    for (const [key, difference] of DIFFERENCES.entries()) {
      const { code, faults } = await buildSnippet(difference, key, folder);
      if (code === undefined) throw new Error(JSON.stringify([difference.name, faults]));
      differenceCodes.push(code);
    }
    measured = await costs(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
  const codes = rows.map(({ name }) => built.get(name)?.code ?? "");
  const references = rows.map(({ name }) => built.get(name)?.reference ?? "");
  const [expected, shown] = await Promise.all([
    runInNode(references),
    interpreter ? runOnInterpreter(interpreter, codes) : [],
  ]);
  if (interpreter) different = await runOnInterpreter(interpreter, differenceCodes);
  for (const [key, { name }] of rows.entries()) {
    inNode.set(name, expected[key] ?? []);
    onInterpreter.set(name, shown[key] ?? []);
  }
}, BUILD_DEADLINE_MS);

describe("the table", () => {
  it("has no name twice", () => {
    expect(new Set(SNIPPETS.map(({ name }) => name)).size).toBe(SNIPPETS.length);
  });
  it("can find the interpreter where it is required", () => {
    expect(!interpreter && isRequired("espruino")).toBe(false);
  });
});

describe("docs/language.md", () => {
  it("has the tables of these rows (npm run docs:language)", () => {
    const faultsOf = ({ name }: { name: string }) => built.get(name)?.faults ?? [];
    const told = { costs: measured, themes: THEMES, differences: DIFFERENCES, faultsOf };
    expect(readFileSync(DOCUMENT, "utf8")).toBe(documentFrom(told));
  });
});

describe("refused", () => {
  it.each(refusedRows)("$name", ({ name, refused }) => {
    const faults = built.get(name)?.faults ?? [];
    const places = faults.map(({ path }) => /:(\d+:\d+)$/.exec(path)?.[1]);
    expect(places).toEqual(refused?.map(({ at }) => at));
    for (const [index, { message }] of (refused ?? []).entries()) {
      expect(faults[index]?.message).toMatch(message);
    }
  });
});

describe("lowered", () => {
  it.each(rows)("$name: accepted, and shows something in Node", ({ name }) => {
    expect(built.get(name)?.faults).toEqual([]);
    expect(inNode.get(name)).not.toEqual([]);
    expect(inNode.get(name)?.join()).not.toMatch(/(^|,)threw /);
  });
});

describe.skipIf(!interpreter)("lowered, on the real interpreter (espruino)", () => {
  it.each(rows)("$name", ({ name }) => {
    expect(onInterpreter.get(name)).toEqual(inNode.get(name));
  });
});

describe.skipIf(!interpreter)("different, on the real interpreter (espruino)", () => {
  it.each(DIFFERENCES.map((difference, index) => ({ ...difference, index })))("$name", (row) => {
    expect(different[row.index]).toEqual(row.onEspruino);
  });
});

describe.skipIf(RECORDING)("lowered, as recorded from the real interpreter", () => {
  it.each(rows)("$name", ({ name }) => {
    // A bundle that changed is unproven: record again with the interpreter at hand.
    expect(golden[name]).toEqual({ sha256: built.get(name)?.sha256, shown: inNode.get(name) });
  });
  it("holds no other row", () => {
    expect(Object.keys(golden).sort()).toEqual(rows.map(({ name }) => name).sort());
  });
});

afterAll(() => {
  if (!RECORDING || !interpreter) return;
  const record: Record<string, Proven> = {};
  for (const { name } of rows) {
    const shown = onInterpreter.get(name) ?? [];
    if (shown.join("\n") !== inNode.get(name)?.join("\n")) continue;
    record[name] = { sha256: built.get(name)?.sha256 ?? "", shown };
  }
  writeFileSync(GOLDEN, `${JSON.stringify(record, null, 2)}\n`);
});
