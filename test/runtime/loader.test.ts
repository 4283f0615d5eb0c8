// The boot script on every runtime: which bundle and which settings run after what. The files are
// written as a host writes them, from the board's own console.
import { describe, expect, it } from "vitest";
import { until } from "../doubles/until.ts";
import { onEachRuntime, type Runtime, type TestBoard } from "./runtimes.ts";
import { flash, storage, verdicts, write } from "./storage-of-board.ts";

const NOWHERE = 1;
const GOOD = 'print("good runs in "+slot+" with "+conf);';
const DEATH = "espulse: the new bundle died";

/** Of lines that say `text`. */
function count(board: TestBoard, text: string): number {
  return board.lines.filter((line) => line.includes(text)).length;
}

async function reboot(board: TestBoard): Promise<void> {
  const { boots } = board;
  void board.evaluate("E.reboot()").catch(() => {});
  await until(() => board.boots > boots);
}

async function started(runtime: Runtime): Promise<TestBoard> {
  const board = await runtime.start(NOWHERE, { bundle: GOOD });
  await until(() => count(board, "good runs") === 1);
  return board;
}

onEachRuntime("the boot script", (runtime) => {
  describe("with bundle and settings that are good", () => {
    it("runs them, and leaves nothing but their names", async () => {
      const board = await started(runtime);
      expect(board.lines).toContain("good runs in slot0 with conf0");
      expect(await board.evaluate("[typeof global.proven,typeof global.code,slot,conf]")).toBe(
        '["undefined","undefined","slot0","conf0"]',
      );
    });
  });

  it("is not misled by files whose names look like its own", async () => {
    const board = await started(runtime);
    for (const name of ["their-table", "ledger", "ledgers", "my-ledger7"]) {
      await write(board, name, Buffer.from("theirs"));
    }
    await reboot(board);
    await until(() => count(board, "good runs in slot0") === 2);
  });

  describe("with a new bundle", () => {
    it("runs it, on trial until it is proven, and then for ever", async () => {
      const board = await started(runtime);
      await flash(board, "slot1", 'print("new runs in "+slot);');
      await reboot(board);
      await until(() => count(board, "new runs in slot1") === 1);
      expect(await verdicts(board)).toEqual(["slot0 good", "conf0 good", "slot1 pending"]);
      await board.evaluate("(proven(false),typeof global.proven)");
      expect(await verdicts(board)).toEqual(["slot0 good", "conf0 good", "slot1 good"]);
      for (let cut = 0; cut < 4; cut++) await board.powerCycle();
      const before = count(board, "new runs in slot1");
      await reboot(board);
      await until(() => count(board, "new runs in slot1") > before);
    });

    it("that throws goes back to the good one after three boots, and says so", async () => {
      const board = await started(runtime);
      await flash(board, "slot1", 'print("new runs");throw new Error("no sensor");');
      await reboot(board);
      await until(() => count(board, "good runs") === 2);
      expect(count(board, `${DEATH}: Error: no sensor`)).toBe(3);
      expect(await verdicts(board)).toEqual(["slot0 good", "conf0 good", "slot1 bad 3"]);
      await board.powerCycle();
      await until(() => count(board, "good runs") === 3);
    });

    it("that throws later, in a timer, dies as well, and says where", async () => {
      const board = await started(runtime);
      await flash(
        board,
        "slot1",
        '(function(){function read(){throw new Error("later")}setTimeout(function(){read()},50)})();',
      );
      await reboot(board);
      await until(() => count(board, "good runs") === 2);
      expect(count(board, `${DEATH}: Error: later`)).toBe(3);
      // Somewhere in that function: each runtime has its own notion of where.
      const places = board.lines.flatMap((line) => {
        const [, column] = /^espulse: at read \(\w+:1:(\d+)\)$/.exec(line) ?? [];
        return column === undefined ? [] : [Number(column)];
      });
      expect(places).toHaveLength(3);
      for (const column of places) {
        expect(column).toBeGreaterThan("(function(){function read(".length);
        expect(column).toBeLessThan('(function(){function read(){throw new Error("later")}'.length);
      }
    });

    it("that throws what is no Error dies as well", async () => {
      const board = await started(runtime);
      await flash(board, "slot1", "throw {stack:5,toString:function(){return 'odd'}};");
      await reboot(board);
      await until(() => count(board, "good runs") === 2);
      expect(count(board, `${DEATH}: odd`)).toBe(3);
      await flash(board, "slot1", "throw null;");
      await reboot(board);
      await until(() => count(board, "good runs") === 3);
      expect(count(board, `${DEATH}: null`)).toBe(3);
    });

    it("does not die of power cuts, however many, nor of restarts on purpose", async () => {
      const board = await started(runtime);
      await flash(board, "slot1", 'print("new runs");');
      await reboot(board);
      await until(() => count(board, "new runs") === 1);
      for (let cut = 1; cut <= 50; cut++) await board.powerCycle();
      for (let restart = 0; restart < 2; restart++) {
        const before = count(board, "new runs");
        await reboot(board);
        await until(() => count(board, "new runs") > before);
      }
      expect(await verdicts(board)).toEqual(["slot0 good", "conf0 good", "slot1 pending"]);
    }, 120_000);

    it("whose file is damaged does not run", async () => {
      const board = await started(runtime);
      await flash(board, "slot1", 'print("new runs");');
      await write(board, "slot1", Buffer.from('print("other");'));
      await reboot(board);
      await until(() => count(board, "good runs") === 2);
      expect(count(board, "new runs") + count(board, "other")).toBe(0);
    });
  });

  it.each([0, 5, 14, 700])(
    "of which a power cut left %i bytes harms no new bundle",
    async (left) => {
      const board = await started(runtime);
      await flash(board, "slot1", 'print("new runs");');
      const script = "require('Storage').read('.bootcde')";
      await storage(board, `write(".boot1",${script})`);
      const whole = JSON.parse(await board.evaluate(script)) as string;
      await storage(board, 'erase(".bootcde")');
      const head = Buffer.from(whole.slice(0, left).replace("\n", "\xff"), "latin1");
      await write(
        board,
        ".bootcde",
        head.length > 0 ? head : Buffer.from("\xff", "latin1"),
        0,
        1800,
      );
      for (let cut = 1; cut <= 4; cut++) {
        await board.powerCycle();
        await until(() => count(board, "new runs") === cut);
      }
      expect(count(board, DEATH)).toBe(0);
      expect(await verdicts(board)).toEqual(["slot0 good", "conf0 good", "slot1 pending"]);
    },
  );

  it("with none that works stays at the console, and says so", async () => {
    const board = await started(runtime);
    await storage(board, 'erase("slot0")');
    await reboot(board);
    await until(() => count(board, "safe mode") === 1);
    expect(await board.evaluate("typeof global.slot")).toBe('"undefined"');
  });

  describe("with new settings", () => {
    it("takes turns with those before, until the broker was reached", async () => {
      const board = await started(runtime);
      await flash(board, "conf1", "{}");
      await reboot(board);
      await until(() => count(board, "with conf1") === 1);
      await reboot(board);
      await until(() => count(board, "with conf0") === 2);
      await reboot(board);
      await until(() => count(board, "with conf1") === 2);
      await board.evaluate("(proven(true),typeof global.proven)");
      expect(await verdicts(board)).toEqual(["slot0 good", "conf0 good", "conf1 good"]);
      await reboot(board);
      await until(() => count(board, "with conf1") === 3);
    });
  });
});
