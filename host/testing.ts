// `espulse/testing`: a project's firmware on a simulated board, for the tests of that project. Owns
// the order of starting and stopping; each part is what a verb runs.
import type { Reading } from "../firmware/contract/telemetry.ts";
import { startEmbeddedBroker } from "./broker/embedded.ts";
import { resolveConfig } from "./config/config.ts";
import { DeadlineError } from "./errors.ts";
import { runFleet } from "./simulator/fleet.ts";
import { decodeMeta, decodeReading } from "./telemetry/decode.ts";

export interface SimulateOptions {
  /** Folder of the project: its espulse.config.ts and .env.local; the current one by default. */
  readonly cwd?: string;
  /** How many readings to wait for; 1 by default. */
  readonly readings?: number;
  /** Milliseconds between readings, in place of the project's: short ones make a short test. */
  readonly interval?: number;
  /** Entry file of the firmware, in place of the project's. */
  readonly entry?: string;
  /** Id of a board definition, in place of the project's. */
  readonly board?: string;
  /** Milliseconds from the start of the board until all of them must be there; 20000 by default. */
  readonly timeoutMs?: number;
}

export interface Simulation {
  readonly device: string;
  /** Name of each channel -> its unit, as the board describes itself. */
  readonly channels: Readonly<Record<string, string>>;
  /** In the order the board made them, as many as asked for. */
  readonly readings: readonly Reading[];
  /** What the board printed, a line each. */
  readonly console: readonly string[];
}

/**
 * Builds the project's firmware, runs it on a simulated board against a broker of its own, waits for
 * its readings, and stops both. Needs no hardware, no network and no free port in particular.
 * @throws ConfigError naming every fault of the configuration or the firmware; DeadlineError with
 *   what the board printed when the readings did not come.
 */
export async function simulate(options: SimulateOptions = {}): Promise<Simulation> {
  const { cwd = process.cwd(), readings: wanted = 1, timeoutMs = 20_000 } = options;
  const readings: Reading[] = [];
  const console: string[] = [];
  let channels: Record<string, string> = {};
  let device = "";
  const enough = new AbortController();
  const broker = await startEmbeddedBroker({
    port: 0,
    onPublish({ topic, payload }) {
      const meta = decodeMeta(topic, payload);
      if (meta.ok) channels = Object.fromEntries(meta.meta.units);
      const decoded = decodeReading(topic, payload);
      if (!decoded.ok || readings.length === wanted) return;
      device = decoded.device;
      readings.push(decoded.reading);
      if (readings.length === wanted) enough.abort();
    },
  });
  try {
    const { interval, entry, board } = options;
    const config = await resolveConfig({
      flags: { broker: broker.url, interval, entry, board },
      env: process.env,
      cwd,
    });
    await runFleet({
      config,
      count: 1,
      runtime: "node",
      forSeconds: timeoutMs / 1000,
      env: process.env,
      interrupted: enough.signal,
      output: {
        line: (_, text) => void console.push(text),
        notice: (text) => void console.push(text),
      },
    });
  } finally {
    await broker.close();
  }
  if (readings.length === wanted) return { device, channels, readings, console };
  throw new DeadlineError(
    `${readings.length} of ${wanted} readings within ${timeoutMs / 1000} s; the board printed:\n${console.map((line) => `  ${line}\n`).join("")}`,
  );
}
