// As test/runtime/log-cuts.test.ts, two hundred times.
import { it } from "vitest";
import { cutPower } from "../runtime/log-cuts.ts";
import { onEachRuntime } from "../runtime/runtimes.ts";

onEachRuntime("a power cut while the log is written", (runtime) => {
  it("two hundred times costs no other file, and no block that was written", async () => {
    await cutPower(runtime, 200, 2);
  });
});
