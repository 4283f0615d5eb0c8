// Programs by chance through the real pipeline: each shows on the real interpreter what it shows in Node.
// ESPULSE_SEED and ESPULSE_PROGRAMS say which, and how many.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { interpreter } from "../doubles/real-interpreter.ts";
import { buildSnippet } from "../runtime/language/build-snippet.ts";
import { runInNode, runOnInterpreter } from "../runtime/language/run-snippets.ts";
import { randomProgram } from "./random-programs/program.ts";

const FIRST = Number(process.env.ESPULSE_SEED ?? Date.now() % 1_000_000);
const COUNT = Number(process.env.ESPULSE_PROGRAMS ?? 200);

it.skipIf(!interpreter)(
  `${COUNT} programs from seed ${FIRST} on are the same in Node and on the interpreter`,
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "espulse-random-"));
    const built: { seed: number; code: string; reference: string }[] = [];
    let refused = 0;
    try {
      for (let seed = FIRST; seed < FIRST + COUNT; seed++) {
        const source = randomProgram(seed);
        const { code, reference } = await buildSnippet(
          { name: `seed ${seed}`, source },
          built.length,
          folder,
        );
        if (code === undefined) refused++;
        else built.push({ seed, code, reference });
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
    const codes = built.map(({ code }) => code);
    const [expected, shown] = await Promise.all([
      runInNode(built.map(({ reference }) => reference)),
      // Each may need all variables there are.
      runOnInterpreter(interpreter!, codes, 1),
    ]);
    console.log(`${built.length} programs ran, ${refused} were refused by the build`);
    const differences = built.flatMap(({ seed }, i) => {
      const at = expected[i]!.findIndex((line, n) => line !== shown[i]![n]);
      return at < 0 ? [] : [{ seed, line: at, node: expected[i]![at], espruino: shown[i]![at] }];
    });
    expect(differences).toEqual([]);
    // A program that shows nothing proves nothing.
    expect(expected.every((lines) => lines.length > 0)).toBe(true);
  },
);
