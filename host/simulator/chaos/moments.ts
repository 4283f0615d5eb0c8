// From a plan, a seed and a time to the very moments at which something goes wrong. Pure: the same again
// with the same seed.
import { ConfigError } from "../../errors.ts";
import type { SeededRandom } from "../virtual/seeded-random.ts";
import type { ChaosEntry, ChaosFault, ChaosPlan } from "./entry.ts";
import { CHAOS_FAULTS } from "./plan.ts";

/** One fault at one target. */
export interface Moment {
  readonly fault: ChaosFault;
  readonly atMs: number;
  /** 0 for what is over at once. */
  readonly forMs: number;
  /** How long it may wait for what it is to strike. */
  readonly waitMs: number;
  /** A device, "recorder", or "" where there is none to choose from. */
  readonly target: string;
  /** clock-step, time-server-wrong: milliseconds. */
  readonly byMs: number;
  readonly ms: number;
  readonly bytes: number;
  /** power-cut: bytes and other steps of the flash until then; undefined for at once. */
  readonly flashSteps: number | undefined;
  /** broker-kill: what is to be left of it; undefined: whatever is. */
  readonly state: "lost" | "autosave" | undefined;
}

export interface Run {
  readonly seconds: number;
  readonly devices: readonly string[];
  readonly random: SeededRandom;
}

const RECORDER = "recorder";
const DEFAULT_MS = 500;
/** Within which a clock is stepped that the plan does not say how far. */
const STEP_MS = 3_600_000;
/** Some more than a page of flash takes. */
const MOST_FLASH_STEPS = 5000;
/** A write to the flash that has not come by then does not come: the power goes all the same. */
const LONGEST_WAIT_MS = 70_000;

/** How long a fault lasts that does not say so, in seconds. */
const USUAL_SECONDS: { readonly [fault in ChaosFault]?: readonly [number, number] } = {
  "power-cut": [1, 10],
  "broker-kill": [0.5, 5],
  "recorder-kill": [0.5, 5],
};
const LASTS_SECONDS = [5, 60] as const;
const SUDDEN: readonly ChaosFault[] = ["clock-step", "half-open"];

/** In the order of their times. @throws ConfigError for a target that is not there */
export function momentsOf(plan: ChaosPlan, { seconds, devices, random }: Run): Moment[] {
  const faults = plan.flatMap(({ target }, index) =>
    namesIn(target)
      .filter((name) => name !== RECORDER && !devices.includes(name))
      .map((name) => ({ path: `[${index}].target`, message: `no device ${name} in this run` })),
  );
  if (faults.length > 0) throw new ConfigError(faults);
  return plan
    .flatMap((entry) =>
      timesOf(entry, seconds, random).flatMap((at) =>
        targetsOf(entry, devices, random).map((target) => momentOf(entry, at, target, random)),
      ),
    )
    .sort((a, b) => a.atMs - b.atMs);
}

function namesIn(target: ChaosEntry["target"]): string[] {
  if (typeof target === "string") return ["one", "some", "all"].includes(target) ? [] : [target];
  return [...(target ?? [])];
}

function timesOf(
  { at, every, between, times = 1 }: ChaosEntry,
  seconds: number,
  random: SeededRandom,
) {
  const found: number[] = [];
  if (at !== undefined) found.push(at);
  if (between !== undefined) {
    for (let time = 0; time < times; time++) found.push(random.between(...between));
  }
  if (every !== undefined) {
    // At least a tenth of a second, or a run would never come to its end.
    const gap = () => Math.max(0.1, typeof every === "number" ? every : random.between(...every));
    for (let next = gap(); next < seconds; next += gap()) found.push(next);
  }
  return found.filter((time) => time < seconds);
}

function targetsOf(
  { fault, target = "one" }: ChaosEntry,
  devices: readonly string[],
  random: SeededRandom,
): readonly string[] {
  if (CHAOS_FAULTS[fault].of === "run") return [""];
  if (target === "all") return devices;
  if (target === "one") return devices.length === 0 ? [] : [random.pick(devices)];
  if (target === "some") return devices.filter(() => random.next() < 0.5);
  return namesIn(target);
}

function momentOf(
  { fault, for: lasting, by, ms = DEFAULT_MS, bytes = 1, during, state }: ChaosEntry,
  atSeconds: number,
  target: string,
  random: SeededRandom,
): Moment {
  const [least, most] = USUAL_SECONDS[fault] ?? LASTS_SECONDS;
  const lastsSeconds =
    typeof lasting === "number"
      ? lasting
      : random.between(...(lasting ?? ([least, most] as const)));
  return {
    fault,
    target,
    atMs: atSeconds * 1000,
    forMs: SUDDEN.includes(fault) ? 0 : lastsSeconds * 1000,
    waitMs: during === undefined ? 0 : LONGEST_WAIT_MS,
    byMs: by === undefined ? Math.round(random.between(-STEP_MS, STEP_MS)) : by * 1000,
    ms,
    bytes,
    flashSteps: during === undefined ? undefined : random.below(MOST_FLASH_STEPS),
    state,
  };
}
