// The model of variables (host/build/report/vars.ts) against the real interpreter: every program is
// built, measured there and estimated. Without the interpreter, what was recorded on it stands for
// it: the bundles and their measure. ESPULSE_RECORD=1 records again, and measures only the bundles
// that are not in the record; ESPULSE_RECORD=all measures all of them.
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { loadBoard } from "../../../boards/board.ts";
import { parseScript } from "../../../host/build/minify/minify.ts";
import { packingOf } from "../../../host/build/report/packing.ts";
import { estimateVars } from "../../../host/build/report/vars.ts";
import { DeviceError } from "../../../host/errors.ts";
import { measureVars, OtherVariables } from "../../../host/simulator/espruino/measure-vars.ts";
import { interpreter } from "../../doubles/real-interpreter.ts";
import { buildPrograms, type Program } from "./programs.ts";

interface Measured extends Program {
  readonly vars: number;
}

/** One program a line, sorted. */
const RECORD = new URL("../../fixtures/vars-golden.jsonl", import.meta.url);
const { ESPULSE_RECORD } = process.env;
const IS_RECORDING = ESPULSE_RECORD === "1" || ESPULSE_RECORD === "all";
const AT_ONCE = 2;
const MEASURE_DEADLINE_MS = 600_000;
/** Building each row takes minutes; all of them are built to be recorded. */
const EACH_SO_MANY_TH_ROW = IS_RECORDING ? 1 : 5;
const MOST_ERROR = 0.1;

const board = loadBoard("esp32-devkitc");

function readRecord(): Measured[] {
  const lines = readFileSync(RECORD, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line));
}

function writeRecord(programs: readonly Measured[]): void {
  const keyOf = ({ kind, theme = "", name }: Program) => `${kind}\n${theme}\n${name}`;
  const sorted = [...programs].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const lines = sorted.map(({ kind, theme, name, vars, code }) =>
    JSON.stringify({ kind, theme, name, vars, sha256: sha256Of(code), code }),
  );
  writeFileSync(RECORD, `${lines.join("\n")}\n`);
}

const sha256Of = (code: string) => createHash("sha256").update(code, "latin1").digest("hex");

async function measureAll(binary: string): Promise<Measured[]> {
  const known = new Map(
    ESPULSE_RECORD === "1" ? readRecord().map(({ code, vars }) => [sha256Of(code), vars]) : [],
  );
  let anew = 0;
  const varsOf = (code: string) => {
    const recorded = known.get(sha256Of(code));
    if (recorded !== undefined) return recorded;
    anew++;
    return measureVars(binary, code, board);
  };
  const folder = mkdtempSync(join(tmpdir(), "espulse-vars-programs-"));
  try {
    const programs = await buildPrograms(folder, EACH_SO_MANY_TH_ROW);
    const measured: Measured[] = [];
    // One that does not load is the language suite's to find.
    const measure = async (program: Program): Promise<void> => {
      try {
        measured.push({ ...program, vars: await varsOf(program.code) });
      } catch (error) {
        if (!(error instanceof DeviceError) || program.kind === "firmware") throw error;
      }
    };
    const waiting = programs.values();
    const measureNext = async (): Promise<void> => {
      for (const program of waiting) await measure(program);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, measureNext));
    console.log(`${programs.length} programs built, ${anew} measured, ${measured.length} load`);
    return measured;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function estimateOf({ code }: Program): number {
  const parts = [{ at: 0, module: "all" }];
  const { byModule } = estimateVars(parseScript(code), parts, packingOf(board.variables));
  return byModule.get("all") ?? 0;
}

function errorOf(programs: readonly Measured[]): number {
  const sum = (of: (program: Measured) => number) =>
    programs.reduce((total, program) => total + of(program), 0);
  return sum((program) => Math.abs(estimateOf(program) - program.vars)) / sum(({ vars }) => vars);
}

/** Those whose load runs what lowering brings along. */
const LOWERED = /async|romise|generator|Class|Map/;

const differenceOf = (program: Measured) => Math.abs(estimateOf(program) - program.vars);

function suite(measured: () => readonly Measured[]): void {
  const firmwares = () => measured().filter(({ kind }) => kind === "firmware");
  const lowered = () => measured().filter(({ theme }) => LOWERED.test(theme ?? ""));
  const percent = (programs: readonly Measured[]) => (100 * errorOf(programs)).toFixed(1);

  it("is within 10 % over the suite", () => {
    console.log(
      `error over ${measured().length} programs ${percent(measured())} %, over ${lowered().length} of classes, promises, generators and collections ${percent(lowered())} %, over ${firmwares().length} firmwares ${percent(firmwares())} %`,
    );
    expect(measured().length).toBeGreaterThan(60);
    expect(errorOf(measured())).toBeLessThan(MOST_ERROR);
  });

  it("is within 10 % over the programs of classes, promises, generators and collections", () => {
    expect(lowered().length).toBeGreaterThan(15);
    expect(errorOf(lowered())).toBeLessThan(MOST_ERROR);
  });

  it("is within 10 % or 8 variables for nine programs in ten", () => {
    const near = measured().filter(
      (program) => differenceOf(program) <= Math.max(8, MOST_ERROR * program.vars),
    );
    expect(near.length / measured().length).toBeGreaterThan(0.9);
  });

  it("is within 10 % of every firmware, or 2 variables", () => {
    const wrong = firmwares()
      .map((program) => ({ name: program.name, is: program.vars, estimate: estimateOf(program) }))
      .filter(({ is, estimate }) => Math.abs(estimate - is) > Math.max(2, MOST_ERROR * is));
    expect(wrong).toEqual([]);
  });
}

describe("the model of variables, as recorded", () => {
  // Read before it is recorded again.
  const recorded = readRecord();
  suite(() => recorded);
});

describe.skipIf(interpreter === undefined)(
  "the model of variables, on the real interpreter (ESPRUINO_BIN)",
  () => {
    let measured: Measured[] = [];
    let otherVariables: string | undefined;
    beforeAll(async () => {
      try {
        measured = await measureAll(interpreter ?? "");
      } catch (error) {
        if (!(error instanceof OtherVariables)) throw error;
        otherVariables = error.message;
      }
      if (IS_RECORDING) writeRecord(measured);
    }, MEASURE_DEADLINE_MS);
    it("has variables of the board's size", (context) => {
      if (otherVariables !== undefined) context.skip(otherVariables);
      expect(measured).not.toEqual([]);
    });
    it("is measured when the bundle has come to its end, whatever it has started", async () => {
      const vars = await measureVars(interpreter ?? "", "setInterval(function(){},100)", board);
      expect(vars).toBeGreaterThan(5);
    }, 10_000);
    suite(() => measured);
  },
);
