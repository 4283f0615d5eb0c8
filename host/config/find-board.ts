// The board a user names: by the id of one that comes with Espulse, or by the path of a file of theirs.
import { readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { type Board, BoardError, boardIds, loadBoard, parseBoard } from "../../boards/board.ts";
import { nearestName } from "./nearest-name.ts";

/** @throws BoardError when there is no such board, or naming every fault of its file. */
export function findBoard(named: string, cwd: string): Board {
  if (/[/\\]|\.json$/.test(named)) return parseBoard(textOf(named, cwd), named);
  const ids = boardIds();
  if (ids.includes(named)) return loadBoard(named);
  const near = nearIds(named, ids).join(" or ");
  const suggestion = near ? `; did you mean ${near}?` : ".";
  const message = `no such board${suggestion} Boards: ${ids.join(", ")}. A file of your own is given by its path`;
  throw new BoardError(named, [{ message }]);
}

/** "esp32" is no slip of the keyboard, but half of a name. */
function nearIds(named: string, ids: readonly string[]): readonly string[] {
  const nearest = nearestName(named, ids);
  if (nearest !== undefined) return [nearest];
  return named.length < 3 ? [] : ids.filter((id) => id.includes(named.toLowerCase()));
}

function textOf(file: string, cwd: string): string {
  try {
    return readFileSync(resolve(cwd, file), "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const ids = boardIds();
    const near = nearIds(basename(file, ".json"), ids);
    const missing = `no such file; boards that come with Espulse are named by their id: ${(near.length > 0 ? near : ids).join(", ")}`;
    throw new BoardError(file, [{ message: code === "ENOENT" ? missing : message }]);
  }
}
