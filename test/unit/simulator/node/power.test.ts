// A board whose power goes, at any moment and in the midst of what it writes.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { bench } from "./bench.ts";

const WRITER = `
  function put(text) { try { return require("Storage").write("file", text, 0, 8); } catch (e) { return e.message; } }
  print("boot", JSON.stringify(require("Storage").read("file")));`;

it("is off until it is restored, and boots then", async () => {
  const { board, scheduler, said } = await bench(
    `print("boot"); setInterval(() => print("tick"), 1000);`,
  );
  scheduler.advance(1500);
  expect(said()).toEqual(["boot", "tick"]);
  board.cutPower();
  expect(board.isPowered).toBe(false);
  scheduler.advance(10_000);
  expect(said()).toEqual([]);
  board.restorePower();
  scheduler.advance(1500);
  expect(said()).toEqual(["boot", "tick"]);
  expect(board.boots).toBe(2);
  await board.close();
});

it.each([0, 1, 2, 5, 9, 10])(
  "keeps the first bytes of a write that is cut after %i steps",
  async (steps) => {
    const { board, scheduler, value, said } = await bench(WRITER);
    said();
    let cuts = 0;
    board.cutPowerInFlash(steps, () => cuts++);
    // Nothing comes back from a machine without power; nothing of it writes afterwards.
    await value(`(put("ABCDEFGH"), put("12345678"))`);
    expect(cuts).toBe(1);
    expect(board.isPowered).toBe(false);
    board.restorePower();
    scheduler.advance(1000);
    // A step each for the header and for every byte; then one for taking the file away again.
    const kept = "ABCDEFGH".slice(0, Math.max(0, steps - 1)).padEnd(8, "\u00ff");
    const expected = steps === 0 || steps === 10 ? undefined : JSON.stringify(kept);
    expect(said()[0]).toBe(`boot ${expected}`);
    await board.close();
  },
);

it("keeps in its folder what was written until then", async () => {
  const storageFolder = mkdtempSync(join(tmpdir(), "espulse-power-"));
  const { board, value } = await bench(WRITER, { storageFolder });
  board.cutPowerInFlash(4);
  await value(`put("ABCDEFGH")`);
  expect(readFileSync(join(storageFolder, "file"), "latin1")).toBe(
    "ABC\u00ff\u00ff\u00ff\u00ff\u00ff",
  );
  expect(readdirSync(storageFolder)).toContain(".bootcde");
  await board.close();
  rmSync(storageFolder, { recursive: true });
});

it("is not cut where no write comes before it is restored", async () => {
  const { board, value } = await bench(WRITER);
  board.cutPowerInFlash(3);
  board.restorePower();
  expect(await value(`put("ABCDEFGH")`)).toBe(true);
  expect(board.boots).toBe(1);
  await board.close();
});
