// How long a build takes: cold as a process, and warm after a change of one source. The peer makes
// the same sources small with what everyone has, and neither checks nor lowers them.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { context } from "esbuild";
import { minify } from "terser";
import { loadBoard } from "../../boards/board.ts";
import { openBuild } from "../../host/build/build.ts";
import type { Benchmark, Figure } from "./bench.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const ESBUILD = join(ROOT, "node_modules/esbuild/bin/esbuild");
const COLD_RUNS = 7;
/** The first ones compile the compilers. */
const WARMING = 8;
const WARM_RUNS = 25;
const WARM_AIM_MS = 300;

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

function timeOf(argv: readonly string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, argv, { cwd: ROOT, encoding: "utf8" });
  if (status !== 0) throw new Error(`${argv.join(" ")}: ${stderr}`);
  return performance.now() - start;
}

/** By turns, so that a busy moment is one of both. */
async function byTurns(
  runs: number,
  ours: () => number | Promise<number>,
  peer: () => number | Promise<number>,
): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []];
  for (let run = 0; run < runs; run++) {
    times[0].push(await ours());
    times[1].push(await peer());
  }
  return [median(times[0]), median(times[1])];
}

async function cold(folder: string): Promise<Figure> {
  const out = join(folder, "bundle.js");
  const entry = join(folder, "firmware/main.ts");
  const [ours, peer] = await byTurns(
    COLD_RUNS,
    () =>
      timeOf([
        "bin/espulse.js",
        "build",
        "--board",
        "esp32-devkitc",
        "--entry",
        entry,
        "--out",
        out,
      ]),
    () =>
      timeOf([
        ...["node_modules/terser/bin/terser", "--compress", "passes=2", "--mangle", "--toplevel"],
        ...["--output", out, ...esbuilt(entry, out)],
      ]),
  );
  return {
    name: "cold build",
    unit: "ms",
    ours,
    peer: { name: "esbuild, then terser", value: peer },
  };
}

/** Modules of the board, which esbuild is to leave alone. */
const MODULES = ["Storage", "Wifi", "net", "dgram", "crypto", "TelnetServer"];

/** Bundles by esbuild's command, whose time is part of the peer's; gives terser its file. */
function esbuilt(entry: string, out: string): string[] {
  const bundled = `${out}.es.js`;
  const externals = MODULES.map((name) => `--external:${name}`);
  const options = ["--bundle", "--platform=neutral", "--format=cjs", "--log-level=error"];
  const argv = [entry, ...options, ...externals, `--outfile=${bundled}`];
  const { status, stderr } = spawnSync(ESBUILD, argv, { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return [bundled];
}

async function warm(folder: string): Promise<Figure> {
  const entry = join(folder, "firmware/main.ts");
  const changed = join(folder, "firmware/publisher.ts");
  const source = readFileSync(changed, "utf8");
  let changes = 0;
  const change = () =>
    writeFileSync(changed, source.replace("espulse: stop", `espulse: stop ${++changes}`));
  const ours = await openBuild({ board: loadBoard("esp32-devkitc"), entry });
  const peer = await context({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "cjs",
    platform: "neutral",
    external: MODULES,
    logLevel: "error",
  });
  const timed = async (build: () => Promise<unknown>): Promise<number> => {
    change();
    const start = performance.now();
    await build();
    return performance.now() - start;
  };
  const buildOurs = () => timed(() => ours.rebuild());
  const buildPeer = () =>
    timed(async () => {
      const { outputFiles } = await peer.rebuild();
      await minify(outputFiles[0]?.text ?? "", {
        compress: { passes: 2 },
        mangle: true,
        toplevel: true,
      });
    });
  try {
    await byTurns(WARMING, buildOurs, buildPeer);
    const [time, peerTime] = await byTurns(WARM_RUNS, buildOurs, buildPeer);
    return {
      name: "rebuild, one source changed",
      unit: "ms",
      ours: time,
      peer: { name: "esbuild, then terser", value: peerTime },
      aim: { of: "ours", atMost: WARM_AIM_MS },
    };
  } finally {
    await ours.close();
    await peer.dispose();
  }
}

export const benchmark: Benchmark = {
  title: "Build time",
  method:
    "The package's own firmware. Cold: `espulse build` as a process, beside esbuild's and terser's commands, median of " +
    `${COLD_RUNS}. Warm: in one process, after a change of \`publisher.ts\`, beside esbuild's \`rebuild()\` and terser, median of ${WARM_RUNS} after ${WARMING}, by turns. The peer neither checks the sources nor lowers them to what Espruino runs, and its output does not run there.`,
  async run() {
    const folder = mkdtempSync(join(tmpdir(), "espulse-bench-build-"));
    try {
      cpSync(join(ROOT, "firmware"), join(folder, "firmware"), { recursive: true });
      return [await cold(folder), await warm(folder)];
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};
