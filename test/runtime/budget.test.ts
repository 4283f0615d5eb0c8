// What the whole firmware takes of the interpreter's variable pool, running and connected.
import { describe, expect, it } from "vitest";
import { ScriptedBroker } from "../doubles/scripted-broker.ts";
import { onEachRuntime } from "./runtimes.ts";

const MOST_VARS = 1300;
/** Bytes of a variable on an ESP32; an interpreter with others packs differently. */
const ESP32_VAR_BYTES = 14;

onEachRuntime("the variable budget", (runtime) => {
  // The Node runtime has no pool, and says what it estimates.
  const counts = runtime.name === "espruino";
  describe.skipIf(!counts)("of an ESP32", () => {
    it(`is at most ${MOST_VARS} vars, and no error flag is up`, async (context) => {
      const broker = await ScriptedBroker.start();
      try {
        const board = await runtime.start(broker.port);
        const connection = await broker.connection(0);
        await connection.until(() => connection.readings.length >= 5, "five readings");
        const memory = JSON.parse(await board.evaluate("process.memory()"));
        if (memory.blocksize !== ESP32_VAR_BYTES) {
          context.skip(`this interpreter's vars take ${memory.blocksize} bytes, not 14`);
        }
        console.log(`vars used: ${memory.usage}`);
        expect(memory.usage).toBeLessThanOrEqual(MOST_VARS);
        expect(JSON.parse(await board.evaluate("E.getErrorFlags()"))).toEqual([]);
      } finally {
        await broker.close();
      }
    });
  });
});
