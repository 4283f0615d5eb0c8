// The definition of a board, and the parser that names every fault in one. Boards are data: what
// differs between them stands in their JSON, not in code.
import { readdirSync, readFileSync } from "node:fs";
import { z } from "zod";

const pinSchema = z.strictObject({
  name: z.string().regex(/^[A-Z]+\d+$/, "a pin name such as D34"),
  /** `input`: cannot drive. Only ADC1 can be read while Wi-Fi is on (ESP32 technical reference, 29.3). */
  can: z.array(z.enum(["digital", "input", "adc1", "adc2"])).min(1),
  note: z.string().optional(),
});

const boardSchema = z.strictObject({
  v: z.literal(1),
  id: z.string().regex(/^[a-z0-9-]+$/),
  name: z.string(),
  /** `process.env.BOARD` of the Espruino build for this board. */
  espruino: z.string(),
  chip: z.string(),
  console: z.strictObject({ device: z.string(), baudRate: z.int().positive() }),
  /** Size of the interpreter's variable pool to plan for, and the bytes of one variable. */
  variables: z.strictObject({ budget: z.int().positive(), bytes: z.int().positive() }),
  storage: z.strictObject({ offset: z.int().nonnegative(), bytes: z.int().positive() }),
  lacks: z.array(z.enum(["unicode", "sha256", "tls", "telnet"])),
  pins: z.array(pinSchema),
});

export type Board = z.infer<typeof boardSchema>;

/** A board file that cannot be used; `faults` names each fault with its path in the file. */
export class BoardError extends Error {
  override name = "BoardError";
  constructor(
    readonly file: string,
    readonly faults: readonly { path: string; message: string }[],
  ) {
    super(faults.map((fault) => `${file}: ${fault.path}: ${fault.message}`).join("\n"));
  }
}

const folder = new URL("./", import.meta.url);

/** Ids of the boards that come with Espulse. */
export function boardIds(): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json") && name !== "tsconfig.json")
    .map((name) => name.slice(0, -".json".length))
    .sort();
}

/** @throws BoardError when there is no such board, or its file is wrong. */
export function loadBoard(id: string): Board {
  if (!boardIds().includes(id)) {
    const message = `no such board; there are: ${boardIds().join(", ")}`;
    throw new BoardError(id, [{ path: "--board", message }]);
  }
  return parseBoard(readFileSync(new URL(`${id}.json`, folder), "utf8"), `boards/${id}.json`);
}

/** @throws BoardError naming every fault of the text, by its path. */
export function parseBoard(text: string, file: string): Board {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new BoardError(file, [{ path: "(file)", message: (error as Error).message }]);
  }
  const parsed = boardSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new BoardError(
    file,
    parsed.error.issues.map((issue) => ({
      path: issue.path.join(".") || "(file)",
      message: issue.message,
    })),
  );
}
