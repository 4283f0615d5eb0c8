// The Storage of a board of these tests, written and read at its console: what a flash leaves there.
import { expect } from "vitest";
import { decodeLedger, encodeEntry, nextOffset } from "../../host/layout/ledger.ts";
import type { TestBoard } from "./runtimes.ts";

export async function storage(board: TestBoard, call: string): Promise<unknown> {
  return JSON.parse(await board.evaluate(`require("Storage").${call}`));
}

export async function write(board: TestBoard, name: string, bytes: Uint8Array, at = 0, size = 0) {
  const text = JSON.stringify(Buffer.from(bytes).toString("latin1")).replace(
    /[\u007f-\u00ff]/g,
    (character) => `\\x${character.charCodeAt(0).toString(16)}`,
  );
  const literal = text.replace(/\\u00/g, "\\x");
  expect(await storage(board, `write("${name}",${literal},${at},${size})`)).toBe(true);
}

async function ledger(board: TestBoard) {
  const codes = await board.evaluate(
    'E.toUint8Array(require("Storage").read("ledger0")).map(function(b){return b})',
  );
  return Uint8Array.from(Object.values(JSON.parse(codes) as number[]));
}

/** As a flash does: the file first, then its entry. */
export async function flash(board: TestBoard, file: string, content: string): Promise<void> {
  const bytes = Buffer.from(content, "latin1");
  await write(board, file, bytes);
  const offset = nextOffset(await ledger(board))!;
  await write(board, "ledger0", encodeEntry(file, bytes, false), offset);
}

export async function verdicts(board: TestBoard): Promise<string[]> {
  return decodeLedger(await ledger(board)).map(({ file, verdict, deaths }) =>
    [file, verdict, ...(deaths > 0 ? [deaths] : [])].join(" "),
  );
}
