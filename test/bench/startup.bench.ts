// How long the command line takes before it does anything, beside a Node that does nothing.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type Benchmark, type Figure, MissingPeer } from "./bench.ts";

const RUNS = 31;
const COMMAND = fileURLToPath(new URL("../../bin/espulse.js", import.meta.url));
const PEER = { name: "node -e 0", args: ["-e", "0"] };
const VERBS = ["--version", "--help", "watch --help", "build --help"];
const AIM = { of: "ratio", atMost: 3 } as const;

/** Milliseconds of one run: by the clock on the wall, and of the processor. */
interface Spent {
  readonly wall: number;
  readonly cpu: number;
}

export const benchmark: Benchmark = {
  title: "Start of the command line",
  method: `Median of ${RUNS} starts each, in turns with the peer; wall-clock time, and processor time (user and system). The peer is a Node that runs nothing.`,
  async run(log) {
    const figures: Figure[] = [];
    // The first start in a checkout compiles.
    spend([COMMAND, "--version"]);
    for (const verb of VERBS) {
      const ours: Spent[] = [];
      const peers: Spent[] = [];
      for (let run = 0; run < RUNS; run++) {
        peers.push(spend(PEER.args));
        ours.push(spend([COMMAND, ...verb.split(" ")]));
      }
      log(`espulse ${verb}`);
      for (const kind of ["wall", "cpu"] as const) {
        const value = median(peers.map((spent) => spent[kind]));
        figures.push({
          name: `espulse ${verb}, ${kind === "wall" ? "wall clock" : "processor"}`,
          unit: "ms",
          ours: median(ours.map((spent) => spent[kind])),
          peer: { name: PEER.name, value },
          // The others load what their help tells of.
          ...(verb === "--version" ? { aim: AIM } : {}),
        });
      }
    }
    return figures;
  },
};

/** Of the shell, because Node does not tell the processor time of one child. */
function spend(args: readonly string[]): Spent {
  const script = `TIMEFORMAT="%3R %3U %3S"; time "$0" "$@" > /dev/null`;
  const { stderr, error } = spawnSync("bash", ["-c", script, process.execPath, ...args], {
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C" },
  });
  if (error) throw new MissingPeer("it measures with bash, which is not on PATH");
  const [wall = NaN, user = NaN, system = NaN] = stderr.trim().split(" ").map(Number);
  return { wall: 1000 * wall, cpu: 1000 * (user + system) };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
