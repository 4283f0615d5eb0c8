// `espulse build`: options and output; the work is host/build/'s.
import { existsSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, resolve } from "node:path";
import { setFlagsFromString } from "node:v8";
import { type Command, InvalidArgumentError } from "commander";
import type { Board } from "../../boards/board.ts";
import type { Bundle } from "../build/build.ts";
import type { Measured } from "../build/report/report.ts";
import { resolveBuild } from "../config/config.ts";
import { ConfigError, DeviceError } from "../errors.ts";
import { makeFolder } from "../make-folder.ts";
import { findInterpreter } from "../simulator/espruino/find-interpreter.ts";
import { measureVars, OtherVariables } from "../simulator/espruino/measure-vars.ts";
import { writeWhole } from "../write-whole.ts";
import type { Surroundings, Verb } from "./command.ts";

interface BuildVerbOptions {
  readonly board?: string;
  readonly entry?: string;
  readonly out: string;
  readonly maxBytes?: number;
  readonly report?: true;
  readonly json?: true;
}

export const verb: Verb = {
  configure(command: Command, surroundings: Surroundings) {
    command
      .option(
        "--board <id|file>",
        "a board's id (espulse boards lists them), or the path of your own board file (default: esp32-devkitc)",
      )
      .option("--entry <file>", "first source file (default: the firmware of Espulse)")
      .option("--out <file>", "where the bundle goes", ".espulse/bundle.js")
      .option(
        "--max-bytes <n>",
        "refuse a larger bundle (default: Espulse's has its own limit)",
        toBytes,
      )
      .option("--report", "show what takes the bytes and the variables, and what is left")
      .option("--json", "print one JSON object: out, board, bytes, sha256, and the report if asked")
      .addHelpText(
        "after",
        "\nTypes are not checked, only taken away: npx tsc --noEmit -p FOLDER checks them.\n\nExample:\n  espulse build --board esp32-devkitc --out bundle.js --report",
      )
      .action((options: BuildVerbOptions) => build(options, surroundings));
  },
};

async function build(options: BuildVerbOptions, surroundings: Surroundings): Promise<void> {
  const { out, json } = options;
  const { cwd, env, stdout } = surroundings;
  const flags = { board: options.board, entry: options.entry };
  const { board, entry } = await resolveBuild({ flags, env, cwd });
  // What V8 optimizes of the compilers pays only in a process that builds again: without, one build
  // takes some 40 % less processor time, and one of five times the firmware's size 30 % less.
  setFlagsFromString("--no-opt");
  // Only now: the compiler takes longer to load than all the rest.
  const { buildFirmware, FIRMWARE_MAX_BYTES } = await import("../build/build.ts");
  const maxBytes = options.maxBytes ?? (entry === undefined ? FIRMWARE_MAX_BYTES : undefined);
  const bundle = await buildFirmware({
    board,
    ...(entry !== undefined && { entry }),
    ...(maxBytes !== undefined && { maxBytes }),
  });
  const { bytes, sha256 } = bundle;
  const measured = options.report && (await measure(bundle, board, surroundings));
  await judgeVars(bundle, board, measured, surroundings);
  write(resolve(cwd, out), out, bundle);
  const { reportOf } = await import("../build/report/report.ts");
  const report = options.report && reportOf(bundle, board, measured);
  if (json) {
    stdout.write(
      `${JSON.stringify({ out, board: board.id, bytes, sha256, ...(report && { report }) })}\n`,
    );
    return;
  }
  stdout.write(`${out}  ${bytes} bytes\nsha256 ${sha256}\n`);
  if (report) {
    const { reportTable } = await import("../build/report/table.ts");
    stdout.write(`\n${reportTable(report, board.name)}`);
  }
}

/** Once it is measured, the estimate says nothing more. @throws ConfigError */
async function judgeVars(
  { sizes }: Bundle,
  board: Board,
  measured: Measured | undefined,
  { stderr }: Surroundings,
): Promise<void> {
  const { doubtOf, overVars, varsBudget } = await import("../build/report/sizes.ts");
  if (measured === undefined || "failure" in measured) {
    const doubt = doubtOf(sizes, board);
    if (doubt !== undefined) stderr.write(`warning: ${doubt}\n`);
  } else if (varsBudget(measured.vars, board).left < 0) {
    const message = overVars(`${measured.vars} measured`, sizes, board);
    throw new ConfigError([{ path: board.name, message }]);
  }
}

function write(file: string, out: string, { code, sources }: Bundle): void {
  const fault = (message: string) =>
    new ConfigError([{ path: out, source: "flag --out", message }]);
  if (out === "") throw fault("expected the name of a file");
  if (existsSync(file) && sources.includes(realpathSync(file))) {
    throw fault("is a source of the bundle, which would take its place; name another file");
  }
  try {
    makeFolder(dirname(file));
    writeWhole(file, code);
  } catch (error) {
    throw fault((error as Error).message);
  }
}

async function measure(
  { code }: Bundle,
  board: Board,
  { env }: Surroundings,
): Promise<Measured | undefined> {
  const binary = findInterpreter(env);
  if (binary === undefined) return undefined;
  try {
    return { vars: await measureVars(binary, code, board) };
  } catch (error) {
    // The program may name what only the board has: the estimate stands, and why it stands alone.
    if (error instanceof OtherVariables || error instanceof DeviceError) {
      return { failure: error.message };
    }
    // Of the files that it is measured with.
    if (error instanceof Error && "syscall" in error) {
      return { failure: `in ${tmpdir()}: ${error.message}` };
    }
    throw error;
  }
}

function toBytes(text: string): number {
  const bytes = Number(text);
  if (!Number.isInteger(bytes) || bytes <= 0)
    throw new InvalidArgumentError("a whole number above 0");
  return bytes;
}
