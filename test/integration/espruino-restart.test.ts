// A board on the real interpreter when it starts again, and when it ends: what is left, and what is told.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadBoard } from "../../boards/board.ts";
import { startEspruinoBoard } from "../../host/simulator/espruino/espruino-board.ts";
import { SEED, useEspruino } from "../doubles/espruino-bench.ts";
import { skipEspruino } from "../doubles/real-interpreter.ts";

describe.skipIf(skipEspruino)("a board on the real interpreter (espruino)", () => {
  const bench = useEspruino();

  it("boots again at E.reboot(), which fires `kill`, and at load()", async () => {
    const running = await bench.start();
    await bench.said("program: connected");
    await running.evaluate('setTimeout("E.reboot();print(1)",0)');
    await bench.said("program: connected", 2);
    await running.evaluate('setTimeout("load()",0)');
    await bench.said("program: connected", 3);
    expect(running.boots).toBe(3);
    expect(bench.lines.filter((line) => line.startsWith("espulse: stop"))).toHaveLength(2);
    expect(bench.lines).not.toContain("1");
    expect(bench.lines).not.toContain("Not implemented");
  });

  it("is bitten by the watchdog when nobody kicks it, and when JavaScript hangs", async () => {
    const running = await bench.start();
    await bench.said("program: connected");
    await running.evaluate("stopKicking()");
    await bench.said("simulator: watchdog");
    await bench.said("program: connected", 2);
    await running.evaluate('setTimeout("while(1);",10)');
    await bench.said("simulator: watchdog", 2);
    await bench.said("program: connected", 3);
    expect(running.boots).toBe(3);
    expect(bench.lines.some((line) => line.startsWith("espulse: stop"))).toBe(false);
  });

  it("loses nothing of its Storage in a power cut, and nothing between runs in a kept bench.folder", async () => {
    const running = await bench.start("print(require('Storage').read('count'))", {
      storageFolder: bench.folder,
    });
    await running.evaluate('require("Storage").write("count","\\x01\\xff")');
    await running.powerCycle();
    expect(running.boots).toBe(2);
    expect(await running.evaluate('E.toUint8Array(require("Storage").read("count"))')).toBe(
      "[1,255]",
    );
    await running.close();
    expect(existsSync(join(bench.folder, "espruino.flash"))).toBe(true);
    const again = await bench.start("print('another bundle')", { storageFolder: bench.folder });
    expect(await again.evaluate('require("Storage").read("count").length')).toBe("2");
    expect(await again.evaluate('require("Storage").read(".bootcde")')).toBe(
      JSON.stringify("print('another bundle')"),
    );
  });

  it("says so when the interpreter ends by itself, and is off then", async () => {
    const running = await bench.start("0");
    await running.evaluate("(setTimeout(quit,10),0)");
    await bench.said("simulator: the interpreter ended unexpectedly with status 0");
    await expect(running.evaluate("1")).rejects.toThrow("the board is off");
    await running.powerCycle();
    expect(await running.evaluate("1")).toBe("1");
  });

  it("tells what it was started with when that is no interpreter", async () => {
    await expect(
      startEspruinoBoard({
        bundle: "",
        board: loadBoard("esp32-devkitc"),
        settings: bench.settings,
        seed: SEED,
        binary: "/bin/true",
        storageFolder: bench.folder,
      }),
    ).rejects.toThrow("the interpreter said nothing");
  });
});
