// `espulse build`: options and output; the work is host/build/'s.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { InvalidArgumentError } from "commander";
import { buildFirmware, FIRMWARE_MAX_BYTES } from "../build/build.ts";
import { findBoard } from "../config/find-board.ts";
import { ConfigError } from "../errors.ts";
import type { Surroundings, Verb } from "./command.ts";

interface BuildVerbOptions {
  readonly board: string;
  readonly entry?: string;
  readonly out: string;
  readonly maxBytes?: number;
  readonly json?: true;
}

export const verb: Verb = {
  configure(command, surroundings) {
    command
      .requiredOption(
        "--board <id|file>",
        "a board's id (espulse boards lists them), or the path of your own board file",
      )
      .option("--entry <file>", "first source file (default: the firmware of Espulse)")
      .requiredOption("--out <file>", "where the bundle goes")
      .option(
        "--max-bytes <n>",
        `refuse a larger bundle (own firmware: ${FIRMWARE_MAX_BYTES})`,
        toBytes,
      )
      .option("--json", "print one JSON object: out, board, bytes, sha256")
      .addHelpText("after", "\nExample:\n  espulse build --board esp32-devkitc --out bundle.js")
      .action((options: BuildVerbOptions) => build(options, surroundings));
  },
};

async function build(options: BuildVerbOptions, { cwd, stdout }: Surroundings): Promise<void> {
  const { entry, out, json } = options;
  const board = findBoard(options.board, cwd);
  const maxBytes = options.maxBytes ?? (entry === undefined ? FIRMWARE_MAX_BYTES : undefined);
  const { code, bytes, sha256 } = await buildFirmware({
    board,
    ...(entry !== undefined && { entry: resolve(cwd, entry) }),
    ...(maxBytes !== undefined && { maxBytes }),
  });
  try {
    const file = resolve(cwd, out);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, code);
  } catch (error) {
    throw new ConfigError([{ path: out, source: "flag --out", message: (error as Error).message }]);
  }
  stdout.write(
    json
      ? `${JSON.stringify({ out, board: board.id, bytes, sha256 })}\n`
      : `${out}  ${bytes} bytes  sha256 ${sha256}\n`,
  );
}

function toBytes(text: string): number {
  const bytes = Number(text);
  if (!Number.isInteger(bytes) || bytes <= 0)
    throw new InvalidArgumentError("a whole number above 0");
  return bytes;
}
