// Reads board files, and names every fault in one. Boards are data: what differs between them stands
// in their JSON, not in code. The only file that knows where those of Espulse are.
import { readdirSync, readFileSync } from "node:fs";
import { type Board, boardSchema } from "./board-schema.ts";
import { jsonFault } from "./json-fault.ts";

export type { Board, BoardPin } from "./board-schema.ts";

interface BoardFault {
  /** Absent where the fault is the whole file's. */
  readonly path?: string;
  /** Absent where there is no such file; the line is known where it is no JSON. */
  readonly place?: { readonly file: string; readonly line?: number; readonly column?: number };
  readonly message: string;
}

/** A board file that cannot be used; `faults` names each fault with its path in the file. */
export class BoardError extends Error {
  override name = "BoardError";
  constructor(
    readonly file: string,
    readonly faults: readonly BoardFault[],
  ) {
    super(
      faults
        .map(({ path, message }) => [file, path, message].filter(Boolean).join(": "))
        .join("\n"),
    );
  }
}

const folder = new URL("./", import.meta.url);

/** What else in this folder ends so. */
const NO_BOARDS = ["tsconfig.json", "board.schema.json"];

/** Ids of the boards that come with Espulse. */
export function boardIds(): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json") && !NO_BOARDS.includes(name))
    .map((name) => name.slice(0, -".json".length))
    .sort();
}

/** A board that comes with Espulse. @throws BoardError when its file is wrong. */
export function loadBoard(id: string): Board {
  return parseBoard(readFileSync(new URL(`${id}.json`, folder), "utf8"), `boards/${id}.json`);
}

/** @throws BoardError naming every fault of the text, by its path; `file` is for the messages. */
export function parseBoard(text: string, file: string): Board {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    const { line, column, message } = jsonFault(text);
    const place = { file, line, column };
    throw new BoardError(file, [{ path: `${line}:${column}`, place, message }]);
  }
  const parsed = boardSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new BoardError(
    file,
    parsed.error.issues.map(({ path, message }) => ({
      path: path.join("."),
      place: { file },
      message,
    })),
  );
}
