// kill -9 of a board that writes its log: no other file of Storage is harmed, and what was written is there.
import { it } from "vitest";
import { cutPower } from "./log-cuts.ts";
import { onEachRuntime } from "./runtimes.ts";

onEachRuntime("a power cut while the log is written", (runtime) => {
  it("twenty times costs no other file, and no block that was written", async () => {
    await cutPower(runtime, 20, 1);
  });
});
