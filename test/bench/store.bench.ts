// What it costs to keep a reading, and how soon a recording is open again after kill -9.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { fileURLToPath } from "node:url";
import { Store } from "../../host/recording/store.ts";
import type { Benchmark, Figure } from "./bench.ts";

const CHILD = fileURLToPath(new URL("store/recording.ts", import.meta.url));
const READINGS = Number(process.env.ESPULSE_BENCH_READINGS ?? 5_000_000);
const BATCHES = [15_000, 1500];
const REOPENINGS = 5;

export const benchmark: Benchmark = {
  title: "Keeping readings",
  method: `Batches of readings of 200 devices, with five channels each, are committed to a new recording: \
processor time of decoding, storing and making sure, without the receiving. The process of ${READINGS} \
readings is then killed with -9, and its recording opened ${REOPENINGS} times: the first replays what \
was written ahead.`,
  async run(log) {
    const figures: Figure[] = [];
    for (const batch of BATCHES) {
      const folder = mkdtempSync(join(tmpdir(), "espulse-bench-"));
      try {
        log(`${READINGS} readings, ${batch} a batch`);
        const ours = await record(folder, batch);
        figures.push({ name: `CPU a reading, ${batch} a batch`, unit: "µs", ours });
        if (batch !== BATCHES[0]) continue;
        const took: number[] = [];
        while (took.length < REOPENINGS) took.push(await reopen(folder));
        const name = `reopening ${READINGS} readings after kill -9`;
        figures.push({ name, unit: "ms", ours: took[0]!, aim: { of: "ours", atMost: 1000 } });
        const median = took.sort((a, b) => a - b)[REOPENINGS >> 1]!;
        figures.push({ name: "reopening them, median of all", unit: "ms", ours: median });
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }
    return figures;
  },
};

function record(folder: string, batch: number): Promise<number> {
  const readings = Math.ceil(READINGS / batch) * batch;
  const argv = ["--import", "tsx", CHILD, folder, String(batch), String(readings)];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, argv, (error, stdout) => {
      if (error?.signal === "SIGKILL" && stdout) resolve(JSON.parse(stdout) as number);
      else reject(error ?? new Error("the recording ended by itself"));
    });
  });
}

async function reopen(folder: string): Promise<number> {
  const start = performance.now();
  const store = await Store.open(folder, { utcNow: () => Date.now() });
  const took = performance.now() - start;
  await store.close();
  return took;
}
