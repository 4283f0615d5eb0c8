// Flashes of a simulated board with one fault each, at a random byte of all that the host says;
// whatever it was, the board boots, and the next flash succeeds.
import { loadBoard } from "../../boards/board.ts";
import * as errors from "../../host/errors.ts";
import { SIMULATED_WIFI } from "../../host/layout/board-settings.ts";
import type { SerialWire } from "../../host/simulator/console/uart.ts";
import { startNodeBoard } from "../../host/simulator/node/node-board.ts";
import { FAULT_KINDS, type SerialFault } from "../../host/simulator/serial/serial-fault.ts";
import { SerialLine } from "../../host/simulator/serial/serial-line.ts";
import type { useFlashing } from "./flashing.ts";
import { seededWhole } from "./seeded-random.ts";

const KINDS = [...Object.keys(FAULT_KINDS), "cut"] as (SerialFault["kind"] | "cut")[];
/** What a flash says at most; it says less where the bundle alone changes. */
const FIRST_BYTES = 15_000;
const UPDATE_BYTES = 11_000;
/** Three attempts at a file, each with its way back to a prompt, and the wait for a birth. */
const MOST_MS = 120_000;
const TIMEOUT_MS = 8000;

export interface FaultRun {
  readonly kind: string;
  /** "success", or the name of the error. */
  readonly end: string;
  readonly message: string;
  readonly seconds: number;
}

/** A board's console port, into which one line after the other can be plugged. */
class Socket implements SerialWire {
  #line: SerialLine | undefined;
  #receive: (bytes: Uint8Array) => void = () => {};
  #cutAfter = Number.POSITIVE_INFINITY;

  send(bytes: Uint8Array): void {
    this.#line?.send(bytes);
  }

  listen(receive: (bytes: Uint8Array) => void): void {
    this.#receive = receive;
  }

  /** @param cutAtByte of what the host sends: the line is pulled out there */
  async plug(options: {
    faults?: SerialFault[];
    cutAtByte?: number;
    onReboot?: () => void;
  }): Promise<string> {
    await this.unplug();
    const line = await SerialLine.open({
      bitsPerSecond: undefined,
      faults: options.faults ?? [],
    });
    this.#line = line;
    this.#cutAfter = options.cutAtByte ?? Number.POSITIVE_INFINITY;
    line.onReboot = options.onReboot ?? (() => {});
    line.listen((bytes) => {
      const taken = bytes.subarray(0, Math.max(0, this.#cutAfter));
      this.#cutAfter -= bytes.length;
      if (taken.length > 0) this.#receive(taken);
      if (this.#cutAfter <= 0) void this.unplug();
    });
    return line.address;
  }

  async unplug(): Promise<void> {
    const line = this.#line;
    this.#line = undefined;
    await line?.close();
  }
}

/** @throws when it does not end as it must */
export async function flashWithFault(
  { flashAt, program }: ReturnType<typeof useFlashing>,
  port: number,
  seed: number,
): Promise<FaultRun> {
  const below = seededWhole(seed * 7919 + 1);
  below(2);
  const kind = KINDS[below(KINDS.length)]!;
  const isUpdate = below(2) === 1;
  const atByte = below(isUpdate ? UPDATE_BYTES : FIRST_BYTES);
  const device = `board-${seed}`;
  const old = program();
  const changed = program({ after: ";0" });
  const flash = (address: string, given: typeof old) =>
    flashAt(address, port, {
      env: { ESPULSE_INTERVAL: "200" },
      program: given,
      options: { device, replace: true, timeoutMs: TIMEOUT_MS },
    });
  const where = `seed ${seed}: ${kind} at byte ${atByte} of ${isUpdate ? "an update" : "a first flash"}`;
  const failed = (why: string): Error => new Error(`${where}: ${why}`);

  const socket = new Socket();
  const board = await startNodeBoard({
    bundle: "",
    blank: true,
    board: loadBoard("esp32-devkitc"),
    settings: {} as never,
    accessPoint: SIMULATED_WIFI,
    seed,
    serial: socket,
  });
  try {
    if (isUpdate) {
      const { error } = await flash(await socket.plug({}), old);
      if (error) throw failed(`the flash before it: ${error.message}`);
    }
    const address = await socket.plug({
      ...(kind === "cut" ? { cutAtByte: atByte } : { faults: [{ kind, atByte }] }),
      onReboot: () => void board.powerCycle(),
    });
    const begin = performance.now();
    const { error } = await flash(address, changed);
    const seconds = (performance.now() - begin) / 1000;
    if (seconds * 1000 > MOST_MS) throw failed(`${seconds} s`);
    if (error && !isOurs(error)) throw failed(`no error of ours: ${error.stack}`);

    await socket.unplug();
    await board.powerCycle();
    const slot = await board.evaluate("global.slot||''");
    if (isUpdate && !/^"slot[01]"$/.test(slot)) {
      throw failed(`ended with ${error?.message}, and then runs ${slot}`);
    }
    const next = await flash(await socket.plug({}), changed);
    if (next.error) {
      throw failed(`ended with ${error?.message}; the next flash with ${next.error.message}`);
    }
    if (next.receipt?.sha256 !== changed.bundle.sha256) throw failed("another bundle runs");
    return { kind, end: error?.name ?? "success", message: `${where}: ${error?.message}`, seconds };
  } finally {
    await board.close();
    await socket.unplug();
  }
}

function isOurs(error: Error): boolean {
  return Object.values(errors).some((kind) => error instanceof kind);
}

/** Counts by fault and end, a line each. */
export function summaryOf(runs: readonly FaultRun[]): string[] {
  const counts = new Map<string, number>();
  for (const { kind, end } of runs) {
    counts.set(`${kind}: ${end}`, (counts.get(`${kind}: ${end}`) ?? 0) + 1);
  }
  const longest = Math.max(...runs.map(({ seconds }) => seconds));
  return [
    ...[...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([what, count]) => `${what} ${count}`),
    `${runs.length} runs, the longest flash ${longest.toFixed(1)} s`,
  ];
}
