// Bundles on trial that take long to die: one that hangs, one that fails when nobody has confirmed it
// yet, one that runs out of memory. Each is given up after three boots, and the good one runs.
import { describe, expect, it } from "vitest";
import { until } from "../doubles/until.ts";
import { onEachRuntime, type Runtime } from "../runtime/runtimes.ts";
import { flash, verdicts } from "../runtime/storage-of-board.ts";

const NOWHERE = 1;
const GOOD = 'print("good runs");';

async function givesUp(runtime: Runtime, bundle: string): Promise<readonly string[]> {
  const board = await runtime.start(NOWHERE, { bundle: GOOD });
  const runs = (): number => board.lines.filter((line) => line === "good runs").length;
  await until(() => runs() === 1);
  await flash(board, "slot1", bundle);
  void board.evaluate("E.reboot()").catch(() => {});
  await until(
    () => runs() === 2,
    () => board.lines.join("\n"),
  );
  expect(await verdicts(board)).toEqual(["slot0 good", "conf0 good", "slot1 bad 3"]);
  return board.lines;
}

onEachRuntime("a bundle on trial", (runtime) => {
  describe("is given up", () => {
    it("when it fails after 20 s, three times", async () => {
      const lines = await givesUp(
        runtime,
        'setInterval(E.kickWatchdog,5000);setTimeout(function(){throw new Error("at 20 s")},20000);',
      );
      expect(lines.filter((line) => line.includes("died: Error: at 20 s"))).toHaveLength(3);
    });

    // In Node a loop without end would be the test's own, and memory is not Espruino's.
    it.skipIf(runtime.name === "node")("when it hangs: the watchdog ends it", async () => {
      const lines = await givesUp(runtime, 'print("hangs");while(true);');
      expect(lines.filter((line) => line === "hangs")).toHaveLength(3);
    });

    // The boot script has no memory left to judge it with, and the watchdog is never kicked.
    it.skipIf(runtime.name === "node")("when its globals fill the memory", async () => {
      const lines = await givesUp(
        runtime,
        'print("fills");kept=[];while(true)kept.push("something that takes a variable or two"+kept.length);',
      );
      expect(lines.filter((line) => line === "fills")).toHaveLength(3);
    });

    it.skipIf(runtime.name === "node")("when it does not start the program", async () => {
      const lines = await givesUp(runtime, 'print("idles");');
      expect(lines.filter((line) => line === "idles")).toHaveLength(3);
    });

    it.skipIf(runtime.name === "node")("when it runs out of memory", async () => {
      const lines = await givesUp(
        runtime,
        '(function(){var kept=[];while(true)kept.push("something that takes a variable or two"+kept.length);})();',
      );
      expect(lines.join("\n")).toMatch(/died: out of memory/);
    });
  });
});
