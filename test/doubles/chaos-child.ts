// A process that runs seeds of chaos in virtual time, one after the other, and prints a report a line.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadBoard } from "../../boards/board.ts";
import { buildProgram } from "../../host/build/build-program.ts";
import { chaosRun } from "../../host/simulator/proof/chaos-run.ts";

const [first, step, last, count, seconds, untilMs, where = tmpdir()] = process.argv.slice(2);
const board = loadBoard("esp32-devkitc");
const program = await buildProgram({ board });
const config = { board, prefix: "espulse", interval: 1000, keepAlive: 30, pins: [], wifi: {} };
for (let seed = Number(first); seed <= Number(last); seed += Number(step)) {
  if (Date.now() > Number(untilMs)) break;
  const folder = mkdtempSync(join(where, "espulse-chaos-"));
  const startMs = performance.now();
  try {
    const run = { program, config, count: Number(count), seconds: Number(seconds) };
    const report = await chaosRun({ ...run, seed, keepUntil: "stored", folder });
    const tookMs = Math.round(performance.now() - startMs);
    process.stdout.write(`${JSON.stringify({ ...report, tookMs })}\n`);
  } catch (error) {
    const violations = [`the run failed: ${(error as Error).stack}`];
    process.stdout.write(`${JSON.stringify({ seed, violations })}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
process.exit(0);
