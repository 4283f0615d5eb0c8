// A sampler on the clock of the firmware, over an interpreter whose time is in the test's hand.
import { afterEach, beforeEach, expect } from "vitest";
import { Interpreter } from "../../../doubles/firmware-globals.ts";

interface Beat {
  /** Real milliseconds since the start of the schedule. */
  readonly real: number;
  readonly at: number;
  readonly isDue: boolean;
  readonly skipped: number;
}

type Clock = typeof import("../../../../firmware/net/clock.ts");

class ScheduleBench {
  interpreter!: Interpreter;
  clock!: Clock;
  beats: Beat[] = [];

  open(): void {
    this.interpreter = new Interpreter();
    this.interpreter.loop.lateness = () => 0.05;
    this.beats = [];
  }

  close(): void {
    this.interpreter.restore();
    expect(this.interpreter.loop.errors).toEqual([]);
  }

  /** @param bootMs between the start of the clock and that of the schedule */
  async start(intervalMs: number, beat: () => void = () => {}, bootMs = 0): Promise<void> {
    this.clock = await import("../../../../firmware/net/clock.ts");
    const { startSampler } = await import("../../../../firmware/sensors/sampler.ts");
    const begin = this.interpreter.loop.elapsed;
    this.clock.startClock();
    this.interpreter.loop.block(bootMs);
    startSampler(intervalMs, (at, isDue, skipped) => {
      this.beats.push({ real: this.interpreter.loop.elapsed - begin, at, isDue, skipped });
      beat();
    });
  }

  get readings(): Beat[] {
    return this.beats.filter(({ isDue }) => isDue);
  }
}

/** For each test of the file a bench of its own. */
export function useSchedule(): ScheduleBench {
  const bench = new ScheduleBench();
  beforeEach(() => bench.open());
  afterEach(() => bench.close());
  return bench;
}
