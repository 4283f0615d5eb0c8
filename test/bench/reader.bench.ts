// `npm run bench reader`: what a reading costs that goes through `espulse watch --json`.
import { spawnSync } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { findMosquitto } from "../../host/broker/mosquitto.ts";
import { startMosquitto } from "../doubles/mosquitto.ts";
import { type Benchmark, type Figure, MissingPeer } from "./bench.ts";
import { ReaderProcess } from "./reader/reader-process.ts";
import { ReadingStream } from "./reader/stream.ts";

const READINGS = Number(process.env.ESPULSE_BENCH_READINGS ?? 300_000);
const TURNS = 3;
const BROKER = [
  "allow_anonymous true",
  // Nothing is dropped for a reader that is slow.
  "max_queued_messages 0",
  "max_inflight_messages 0",
];

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const READERS: Record<string, (port: number) => [command: string, args: string[]]> = {
  espulse: (port) => [
    process.execPath,
    [file("../../bin/espulse.js"), "watch", "--json", "--broker", `mqtt://127.0.0.1:${port}`],
  ],
  mosquitto_sub: (port) => [
    "mosquitto_sub",
    ["-p", `${port}`, "-q", "1", "-t", "espulse/+/telemetry", "-F", "%J"],
  ],
  "paho-mqtt": (port) => ["/usr/bin/python3", [file("reader/paho_reader.py"), `${port}`]],
};

interface Measured {
  readonly cpuUs: number;
  readonly startUpSeconds: number;
  readonly memoryMb: number;
  readonly delayMs: number;
}

export const benchmark: Benchmark = {
  title: "CPU of a reading through `espulse watch --json`",
  method: `One native Mosquitto on the loopback that drops nothing, one publisher of ${READINGS.toLocaleString("en-US")} readings
of 1000 boards, paced by the millisecond, QoS 1 throughout. Each reader subscribes to
\`espulse/+/telemetry\` and writes a JSON object a line into a pipe: \`espulse watch --json\`,
\`mosquitto_sub -q 1 -F %J\`, and the few lines of Python one writes with paho-mqtt (Debian's
python3-paho-mqtt). At 15,000 a second one reader after the other has the stream, as two cores do not
carry all of them at once, ${TURNS} times by turns: of each reader the run with the median CPU counts. At
1000 a second all of them have it at the same time. A run in which a reader did not write every reading
is void. CPU is user and system time of the whole process from its
start to the last reading, start-up included, divided by the readings. The delay is from the \`t\` of a
reading, set as it is published, to its line at the end of the pipe, of the first line in what is read
from the pipe at once.`,
  async run(log) {
    const names = await presentReaders();
    const figures: Figure[] = [];
    for (const { rate, together, atMost } of [
      { rate: 15_000, together: false, atMost: 0.3 },
      { rate: 1000, together: true, atMost: 0.6 },
    ]) {
      const runs = new Map<string, Measured[]>(names.map((name) => [name, []]));
      const alone = names.map((name) => [name]);
      for (const group of together ? [names] : Array.from({ length: TURNS }, () => alone).flat()) {
        for (const [name, measured] of await measure(group, rate)) {
          runs.get(name)!.push(measured);
          const { cpuUs, startUpSeconds, memoryMb, delayMs } = measured;
          log(
            `${rate}/s ${name}: ${cpuUs.toFixed(2)} us, start-up ${startUpSeconds} s, ${memoryMb.toFixed(0)} MB, p99 ${delayMs} ms`,
          );
        }
      }
      const results = new Map([...runs].map(([name, of]) => [name, median(of)]));
      figures.push(...figuresOf(results, rate, atMost));
    }
    return figures;
  },
};

async function presentReaders(): Promise<string[]> {
  if (process.platform !== "linux") throw new MissingPeer("CPU times are read from /proc: Linux");
  const isThere = (command: string, ...args: string[]) => spawnSync(command, args).status === 0;
  if (!findMosquitto(process.env) || spawnSync("mosquitto_sub", ["--help"]).error) {
    throw new MissingPeer("install Mosquitto and mosquitto_sub (Debian: mosquitto-clients)");
  }
  const hasPaho = isThere("/usr/bin/python3", "-c", "import paho.mqtt");
  return Object.keys(READERS).filter((name) => name !== "paho-mqtt" || hasPaho);
}

async function measure(names: readonly string[], rate: number): Promise<Map<string, Measured>> {
  const broker = await startMosquitto([""], BROKER);
  const port = broker.ports[0]!;
  const readers = names.map((name) => new ReaderProcess(name, ...READERS[name]!(port)));
  const stream = await ReadingStream.open(port);
  try {
    for (let tries = 0; readers.some(({ lines }) => lines === 0); tries++) {
      if (tries > 200) throw new Error("a reader shows nothing");
      stream.publish();
      await pause(50);
    }
    await pause(500);
    for (const reader of readers) reader.begin();
    await stream.run(READINGS, rate);
    const results = new Map<string, Measured>();
    for (const reader of readers) {
      await reader.untilLines(READINGS);
      if (reader.lines > READINGS) throw new Error(`${reader.name}: more lines than readings`);
      results.set(reader.name, {
        cpuUs: (reader.cpuSeconds() / READINGS) * 1e6,
        startUpSeconds: reader.startUpSeconds,
        memoryMb: reader.mostMemoryMb(),
        delayMs: reader.delayMsAt(0.99),
      });
    }
    return results;
  } finally {
    stream.close();
    for (const reader of readers) await reader.close();
    await broker.close();
  }
}

/** The run with the median CPU. */
function median(runs: readonly Measured[]): Measured {
  return runs.toSorted((a, b) => a.cpuUs - b.cpuUs)[Math.floor(runs.length / 2)]!;
}

function figuresOf(results: ReadonlyMap<string, Measured>, rate: number, atMost: number): Figure[] {
  const at = `at ${rate.toLocaleString("en-US")} a second`;
  const ours = results.get("espulse")!;
  const figure = (name: string, unit: string, of: keyof Measured, peer: string): Figure => ({
    name: `${name} ${at}`,
    unit,
    ours: ours[of],
    peer: { name: peer, value: results.get(peer)![of] },
  });
  const figures: Figure[] = [
    {
      ...figure("CPU a reading", "µs", "cpuUs", "mosquitto_sub"),
      aim: { of: "ratio", atMost },
    },
  ];
  if (results.has("paho-mqtt")) figures.push(figure("CPU a reading", "µs", "cpuUs", "paho-mqtt"));
  return [
    ...figures,
    figure("of it start-up, in all", "s", "startUpSeconds", "mosquitto_sub"),
    figure("delay of a line, p99,", "ms", "delayMs", "mosquitto_sub"),
    figure("most memory", "MB", "memoryMb", "mosquitto_sub"),
  ];
}
