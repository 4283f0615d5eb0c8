// `espulse boards`: options and output; what is said of a board is host/boards/'s.
import pc from "picocolors";
import { boardIds, loadBoard } from "../../boards/board.ts";
import { describeBoard, describeBoards } from "../boards/describe-board.ts";
import { findBoard } from "../config/find-board.ts";
import type { Surroundings, Verb } from "./command.ts";

const DEFAULT_COLUMNS = 80;

export const verb: Verb = {
  configure(command, surroundings) {
    command
      .argument("[board]", "a board's id, or the path of your own board file: draws its pins")
      .option("--json", "the boards' data, as one JSON value")
      .addHelpText(
        "after",
        "\nExamples:\n  espulse boards\n  espulse boards esp32-devkitc\n  espulse boards ./my-board.json    (and names every fault of that file)",
      )
      .action((named: string | undefined, options: { json?: true }) =>
        show(named, options, surroundings),
      );
  },
};

function show(named: string | undefined, { json }: { json?: true }, surroundings: Surroundings) {
  const { stdout, env, cwd } = surroundings;
  const columns = stdout.columns ?? DEFAULT_COLUMNS;
  const colors = pc.createColors(Boolean(stdout.isTTY) && !env.NO_COLOR);
  if (named !== undefined) {
    const board = findBoard(named, cwd);
    stdout.write(`${json ? JSON.stringify(board) : describeBoard(board, columns, colors)}\n`);
    return;
  }
  const boards = boardIds().map(loadBoard);
  stdout.write(`${json ? JSON.stringify(boards) : describeBoards(boards, columns, colors)}\n`);
}
