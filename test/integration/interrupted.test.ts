// Ctrl-C at a terminal goes to all of a verb's processes: status 130, no stack, and a board that is
// left in a state that is told.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { useEspulse } from "../doubles/espulse-process.ts";
import { until } from "../doubles/until.ts";

const { spawn } = useEspulse();

/** Linux alone tells them. */
function childrenOf(pid: number): string[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean);
}

it.skipIf(process.platform !== "linux")("as soon as the compiler is there", async () => {
  const { child, ended, stderr } = spawn(["build", "--out", "bundle.js"], { isOwnGroup: true });
  await until(
    () => childrenOf(child.pid!).length > 0,
    () => stderr.text,
  );
  process.kill(-child.pid!, "SIGINT");
  expect(await ended, stderr.text).toBe(130);
  expect(stderr.text).toBe("");
});
