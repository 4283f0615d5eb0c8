// Readings as a subscriber in a process of its own saw them: who, which, when. mosquitto_sub writes
// them to a file, so that nothing is parsed while something is measured.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync, readSync } from "node:fs";

export interface Arrival {
  readonly device: string;
  /** Which of its due times, from 1: readings made and ticks missed. */
  readonly tick: number;
  readonly atMs: number;
}

export class Recorder {
  readonly #child: ChildProcess;
  readonly #devices = new Set<string>();
  readonly #descriptor: number;
  #rest = "";

  constructor(
    port: number,
    private readonly file: string,
  ) {
    const out = openSync(file, "w");
    const args = ["-h", "127.0.0.1", "-p", String(port), "-t", "+/+/telemetry", "-F", "%U %t %p"];
    this.#child = spawn("mosquitto_sub", args, { stdio: ["ignore", out, "ignore"] });
    closeSync(out);
    this.#descriptor = openSync(file, "r");
  }

  /** How many devices have been seen so far. */
  seen(): number {
    const buffer = Buffer.alloc(1 << 20);
    for (;;) {
      const length = readSync(this.#descriptor, buffer, 0, buffer.length, null);
      if (length === 0) return this.#devices.size;
      const lines = (this.#rest + buffer.toString("latin1", 0, length)).split("\n");
      this.#rest = lines.pop()!;
      for (const line of lines) this.#devices.add(deviceOf(line));
    }
  }

  async close(): Promise<Arrival[]> {
    this.#child.kill();
    await once(this.#child, "exit");
    closeSync(this.#descriptor);
    return parseArrivals(readFileSync(this.file, "latin1"));
  }
}

function deviceOf(line: string): string {
  return line.slice(line.indexOf("/") + 1, line.lastIndexOf("/telemetry"));
}

export function parseArrivals(text: string): Arrival[] {
  const arrivals: Arrival[] = [];
  for (const line of text.split("\n")) {
    const seq = /"seq":(\d+)/.exec(line)?.[1];
    if (seq === undefined) continue;
    const skip = /"skip":(\d+)/.exec(line)?.[1] ?? "0";
    const atMs = Number(line.slice(0, line.indexOf(" "))) * 1000;
    arrivals.push({ device: deviceOf(line), tick: Number(seq) + Number(skip), atMs });
  }
  return arrivals;
}

/**
 * How late each tick of a window was: reading n of a device is due n - 1 intervals after its start, and its
 * start is where its earliest arrival puts it. A tick without a reading counts as an interval late.
 */
export function latenesses(
  arrivals: readonly Arrival[],
  fromMs: number,
  toMs: number,
  intervalMs = 1000,
): number[] {
  const byDevice = new Map<string, Arrival[]>();
  for (const arrival of arrivals) {
    if (arrival.atMs < fromMs || arrival.atMs >= toMs) continue;
    const own = byDevice.get(arrival.device);
    if (own === undefined) byDevice.set(arrival.device, [arrival]);
    else own.push(arrival);
  }
  const late: number[] = [];
  for (const own of byDevice.values()) {
    const offsets = own.map(({ atMs, tick }) => atMs - tick * intervalMs);
    const start = Math.min(...offsets);
    for (const offset of offsets) late.push(offset - start);
    const ticks = own.map(({ tick }) => tick);
    const missing = Math.max(...ticks) - Math.min(...ticks) + 1 - new Set(ticks).size;
    for (let tick = 0; tick < missing; tick++) late.push(intervalMs);
  }
  return late.sort((a, b) => a - b);
}

export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
