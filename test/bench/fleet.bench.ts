// A thousand and ten thousand simulated boards in one process, against a native Mosquitto.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { findProgram } from "../../host/find-program.ts";
import { type Mosquitto, skipMosquitto, startMosquitto } from "../doubles/mosquitto.ts";
import { type Benchmark, type Figure, MissingPeer } from "./bench.ts";
import { latenesses, percentile, Recorder } from "./fleet/arrivals.ts";
import { usageOf } from "./fleet/process-usage.ts";

const ESPULSE = fileURLToPath(new URL("../../bin/espulse.js", import.meta.url));
const PEER = fileURLToPath(new URL("fleet/peer.ts", import.meta.url));
const PEER_NAME = "mqtt.js clients";

const SETTLE_MS = 5000;
const WINDOW_MS = 20_000;
const DEADLINE_MS = 120_000;

interface Aims {
  readonly megabytes: number;
  readonly cores?: number;
  readonly p99Ms: number;
  readonly backSeconds?: number;
}

const AIMS = new Map<number, Aims>([
  [1000, { megabytes: 200, cores: 0.3, p99Ms: 50 }],
  [10_000, { megabytes: 1000, p99Ms: 250, backSeconds: 10 }],
]);

interface Measured {
  readonly megabytes: number;
  readonly cores: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly backSeconds?: number;
}

export const benchmark: Benchmark = {
  title: "A fleet in one process",
  method: `\`espulse sim --count N\` at one reading a second, the bundle of the firmware in every board, each with a TCP
connection of its own to a native Mosquitto. Memory is the most that process has had resident (VmHWM), CPU its user
and system time over ${WINDOW_MS / 1000} s of operation. Lateness is of the arrival at a subscriber in a third process
(mosquitto_sub, its own time stamps): reading n of a board is due n - 1 seconds after the board's start, which is where the
earliest arrival of that board in the window puts it; a tick without a reading counts as 1000 ms late. "All back" is from
the start of the broker, right after it was killed (SIGKILL), to the first new reading of the last board. The peer is as
many clients of mqtt.js in one Node process that publish a ready-made reading a second at QoS 1: no firmware, no sensors,
no Wi-Fi, no Storage.`,
  async run(log) {
    if (skipMosquitto) throw new MissingPeer("install Mosquitto (package mosquitto)");
    if (findProgram("mosquitto_sub", process.env) === undefined) {
      throw new MissingPeer("install mosquitto_sub (package mosquitto-clients)");
    }
    // Fewer, for a look in between.
    const only = process.env.ESPULSE_BENCH_BOARDS?.split(",").map(Number);
    const figures: Figure[] = [];
    for (const [count, aims] of AIMS) {
      if (only !== undefined && !only.includes(count)) continue;
      log(`${count} boards`);
      const ours = await measure([ESPULSE, "sim", "--count", String(count)], count, true);
      log(describe(ours));
      log(`${count} ${PEER_NAME}`);
      const peer = await measure([PEER], count, false);
      log(describe(peer));
      figures.push(...figuresOf(count, ours, peer, aims));
    }
    return figures;
  },
};

function describe({ megabytes, cores, p50Ms, p99Ms, backSeconds }: Measured): string {
  const back = backSeconds === undefined ? "" : `, all back in ${backSeconds.toFixed(1)} s`;
  return `${megabytes.toFixed(0)} MB, ${cores.toFixed(3)} of a core, p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms${back}`;
}

function figuresOf(count: number, ours: Measured, peer: Measured, aims: Aims): Figure[] {
  const boards = `${count.toLocaleString("en-US")} boards`;
  const figure = (what: string, unit: string, of: keyof Measured, atMost?: number): Figure[] => {
    const value = ours[of];
    const beside = peer[of];
    if (value === undefined) return [];
    return [
      {
        name: `${boards}: ${what}`,
        unit,
        ours: value,
        ...(beside === undefined ? {} : { peer: { name: PEER_NAME, value: beside } }),
        ...(atMost === undefined ? {} : { aim: { of: "ours" as const, atMost } }),
      },
    ];
  };
  return [
    ...figure("memory at most", "MB", "megabytes", aims.megabytes),
    ...figure("CPU", "cores", "cores", aims.cores),
    ...figure("lateness of a reading, p50", "ms", "p50Ms"),
    ...figure("lateness of a reading, p99", "ms", "p99Ms", aims.p99Ms),
    ...figure("all back after a restart of the broker", "s", "backSeconds", aims.backSeconds),
  ];
}

async function measure(
  program: readonly string[],
  count: number,
  isFleet: boolean,
): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), "espulse-bench-"));
  const broker = await startMosquitto(
    [""],
    ["allow_anonymous true", "set_tcp_nodelay true", "log_type error"],
  );
  const port = broker.ports[0]!;
  const recorder = new Recorder(port, join(folder, "arrivals"));
  const args = isFleet
    ? [...program, "--broker", `mqtt://127.0.0.1:${port}`]
    : ["--import", import.meta.resolve("tsx"), ...program, String(port), String(count)];
  const child = spawn(process.execPath, args, {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
  try {
    await allSeen(recorder, count, child);
    await delay(SETTLE_MS);
    const pid = child.pid!;
    const fromMs = Date.now();
    const before = usageOf(pid);
    await delay(WINDOW_MS);
    const after = usageOf(pid);
    const seconds = (Date.now() - fromMs) / 1000;
    const late = latenesses(await recorder.close(), fromMs, fromMs + WINDOW_MS);
    const backSeconds = isFleet ? await restart(broker, folder, count, child) : undefined;
    return {
      megabytes: usageOf(pid).peakMegabytes,
      cores: (after.cpuSeconds - before.cpuSeconds) / seconds,
      p50Ms: percentile(late, 0.5),
      p99Ms: percentile(late, 0.99),
      ...(backSeconds === undefined ? {} : { backSeconds }),
    };
  } finally {
    const ended = once(child, "exit");
    child.kill(isFleet ? "SIGINT" : "SIGKILL");
    if (child.exitCode === null) await ended;
    await broker.close();
    rmSync(folder, { recursive: true });
  }
}

/** Seconds until every board has brought a new reading. */
async function restart(
  broker: Mosquitto,
  folder: string,
  count: number,
  child: ChildProcess,
): Promise<number> {
  await broker.kill();
  const startedMs = Date.now();
  await broker.start();
  const recorder = new Recorder(broker.ports[0]!, join(folder, "restart"));
  await allSeen(recorder, count, child);
  const first = new Map<string, number>();
  for (const { device, atMs } of await recorder.close()) {
    if (!first.has(device)) first.set(device, atMs);
  }
  return (Math.max(...first.values()) - startedMs) / 1000;
}

async function allSeen(recorder: Recorder, count: number, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + DEADLINE_MS;
  let seen = 0;
  for (; seen < count; seen = recorder.seen()) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
    if (performance.now() > deadline) throw new Error(`only ${seen} of ${count} were ever seen`);
    await delay(500);
  }
}
