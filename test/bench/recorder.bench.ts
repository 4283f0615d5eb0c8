// `npm run bench recorder`: what a reading costs that goes through `espulse record`, and how soon a
// recording is open again after kill -9.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, openSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { findMosquitto } from "../../host/broker/mosquitto.ts";
import { FILE_NAME } from "../../host/recording/database.ts";
import { Store } from "../../host/recording/store.ts";
import { startMosquitto } from "../doubles/mosquitto.ts";
import { type Benchmark, type Figure, MissingPeer } from "./bench.ts";
import { cpuSecondsOf, mostMemoryMbOf } from "./reader/cpu-of.ts";
import { ReadingStream } from "./reader/stream.ts";

const READINGS = Number(process.env.ESPULSE_BENCH_READINGS ?? 600_000);
const RATE = 15_000;
const TURNS = 3;
const AT_MOST = 0.6;
const REOPEN_AT_MOST_SECONDS = 1;
/** For what is on its way when the stream ends: a batch waits 250 ms at most. */
const REST_MS = 2000;
const IDLE_SECONDS = 0.05;
const BROKER = [
  "allow_anonymous true",
  // Nothing is dropped for a reader that is slow.
  "max_queued_messages 0",
  "max_inflight_messages 0",
];
const ESPULSE = fileURLToPath(new URL("../../bin/espulse.js", import.meta.url));

interface Run {
  readonly recorderUs: number;
  readonly peerUs: number;
  readonly startUpSeconds: number;
  readonly memoryMb: number;
  readonly bytesAReading: number;
  readonly reopenSeconds: number;
}

export const benchmark: Benchmark = {
  title: "CPU of a reading through `espulse record`",
  method: `One native Mosquitto on the loopback that drops nothing, one publisher of ${READINGS.toLocaleString("en-US")} readings
of 1000 boards at ${RATE.toLocaleString("en-US")} a second, QoS 1 throughout. \`espulse record\` and
\`mosquitto_sub -q 1 -F %J >> file\` have the same stream at the same time. The recorder commits each
reading to its database before it acknowledges it, and tells each board what is stored. CPU is user and
system time of the whole process, DuckDB's threads and start-up included, divided by the readings; of
${TURNS} runs the one with the median ratio counts. A run in which either lacks a reading is void. At the
end the recorder is killed with -9, in a second stream, and its folder opened again; after it has
recorded once more nothing may be missing and nothing there twice.`,
  async run(log) {
    requirePeers();
    const runs: Run[] = [];
    for (let turn = 0; turn < TURNS; turn++) {
      const run = await measure();
      runs.push(run);
      const { recorderUs, peerUs, startUpSeconds, reopenSeconds } = run;
      log(
        `espulse ${recorderUs.toFixed(2)} us, mosquitto_sub ${peerUs.toFixed(2)} us, ratio ${(recorderUs / peerUs).toFixed(2)}, start-up ${startUpSeconds} s, open again in ${reopenSeconds.toFixed(2)} s`,
      );
    }
    const ratio = ({ recorderUs, peerUs }: Run) => recorderUs / peerUs;
    const median = runs.toSorted((a, b) => ratio(a) - ratio(b))[Math.floor(TURNS / 2)]!;
    return figuresOf(median);
  },
};

function requirePeers(): void {
  if (process.platform !== "linux") throw new MissingPeer("CPU times are read from /proc: Linux");
  if (!findMosquitto(process.env) || spawnSync("mosquitto_sub", ["--help"]).error) {
    throw new MissingPeer("install Mosquitto and mosquitto_sub (Debian: mosquitto-clients)");
  }
}

async function measure(): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), "espulse-bench-"));
  const broker = await startMosquitto([""], BROKER);
  const port = broker.ports[0]!;
  const lines = join(folder, "lines");
  const peer = spawn(
    "mosquitto_sub",
    ["-p", `${port}`, "-q", "1", "-t", "espulse/+/telemetry", "-F", "%J"],
    { stdio: ["ignore", openSync(lines, "a"), "inherit"] },
  );
  let recorder = await record(folder, port);
  const stream = await ReadingStream.open(port);
  try {
    // Each of them is there, and the tables are.
    stream.publish();
    await pause(REST_MS);
    const startUpSeconds = cpuSecondsOf(recorder.child.pid!);
    await stream.run(READINGS, RATE);
    await untilIdle([recorder.child.pid!, peer.pid!]);
    const recorderUs = (cpuSecondsOf(recorder.child.pid!) / READINGS) * 1e6;
    const peerUs = (cpuSecondsOf(peer.pid!) / READINGS) * 1e6;
    const memoryMb = mostMemoryMbOf(recorder.child.pid!);
    // It writes the last of its lines as it ends.
    await end(peer, "SIGINT");
    const written = readFileSync(lines, "latin1").split("\n").length - 1;
    if (written !== READINGS + 1) throw new Error(`mosquitto_sub: ${written} lines`);

    const again = stream.run(RATE, RATE);
    await pause(500);
    await end(recorder.child, "SIGKILL");
    await again;
    const before = performance.now();
    const store = await Store.open(folder, { utcNow: Date.now });
    const reopenSeconds = (performance.now() - before) / 1000;
    await store.close();
    recorder = await record(folder, port);
    await pause(REST_MS);
    await end(recorder.child, "SIGINT");
    await expectWhole(folder, READINGS + RATE + 1);
    const bytesAReading = statSync(join(folder, FILE_NAME)).size / (READINGS + RATE);
    return { recorderUs, peerUs, startUpSeconds, memoryMb, bytesAReading, reopenSeconds };
  } finally {
    stream.close();
    await end(peer);
    await end(recorder.child);
    await broker.close();
    rmSync(folder, { recursive: true });
  }
}

async function record(folder: string, port: number): Promise<{ child: ChildProcess }> {
  const url = `mqtt://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [ESPULSE, "record", "--to", folder, "--broker", url], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let told = "";
  const deadline = AbortSignal.timeout(60_000);
  while (!told.includes("connected to")) {
    const [chunk] = (await once(child.stderr!, "data", { signal: deadline })) as [Buffer];
    told += chunk;
  }
  child.stderr!.resume();
  return { child };
}

/** They have all of the stream, and nothing more to do. */
async function untilIdle(pids: readonly number[]): Promise<void> {
  const spent = () => pids.reduce((sum, pid) => sum + cpuSecondsOf(pid), 0);
  for (let before = 0; spent() - before > IDLE_SECONDS; ) {
    before = spent();
    await pause(REST_MS);
  }
}

/** Every reading once. */
async function expectWhole(folder: string, count: number): Promise<void> {
  const store = await Store.open(folder, { utcNow: Date.now });
  const connection = await store.connect();
  const rows = await connection.runAndReadAll(
    "SELECT count(*), count(DISTINCT (device, boot, seq)) FROM raw_readings",
  );
  connection.closeSync();
  await store.close();
  const [stored, different] = rows.getRows()[0]!.map(Number);
  if (stored !== count || different !== count) {
    throw new Error(`${count} published, ${stored} stored, ${different} of them different`);
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals = "SIGKILL"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill(signal);
  await gone;
}

function figuresOf(run: Run): Figure[] {
  const at = `at ${RATE.toLocaleString("en-US")} a second`;
  return [
    {
      name: `CPU a reading ${at}`,
      unit: "µs",
      ours: run.recorderUs,
      peer: { name: "mosquitto_sub >> file", value: run.peerUs },
      aim: { of: "ratio", atMost: AT_MOST },
    },
    { name: "of it start-up, in all", unit: "s", ours: run.startUpSeconds },
    {
      name: "open again after kill -9",
      unit: "s",
      ours: run.reopenSeconds,
      aim: { of: "ours", atMost: REOPEN_AT_MOST_SECONDS },
    },
    { name: "most memory", unit: "MB", ours: run.memoryMb },
    { name: "of the file, a reading", unit: "bytes", ours: run.bytesAReading },
  ];
}
