// What a chaos plan is made of, as a test writes it down. Holds no rule: those are in plan.ts.

export type ChaosFault =
  | "wifi-loss"
  | "power-cut"
  | "clock-step"
  | "half-open"
  | "delay"
  | "split"
  | "dns-failure"
  | "unreachable"
  | "time-server-silent"
  | "time-server-wrong"
  | "broker-kill"
  | "broker-hang"
  | "duplicate-delivery"
  | "recorder-kill"
  | "recorder-slow"
  | "recorder-disk-full";

/** From the least to the most: a random number between them. */
export type Range = readonly [least: number, most: number];

/** One of `at`, `every` and `between` says when. */
export interface ChaosEntry {
  readonly fault: ChaosFault;
  /** Seconds from the start. */
  readonly at?: number | undefined;
  /** Again and again: seconds from one to the next. */
  readonly every?: number | Range | undefined;
  /** At random moments in these seconds. */
  readonly between?: Range | undefined;
  /** How many moments, with `between`; 1 by default. */
  readonly times?: number | undefined;
  /** "one" (a random one each time, by default), "some", "all", "recorder", a device id or several. */
  readonly target?: string | readonly string[] | undefined;
  /** Seconds it lasts. */
  readonly for?: number | Range | undefined;
  /** clock-step and time-server-wrong: seconds, either way; random within an hour by default. */
  readonly by?: number | undefined;
  /** delay and recorder-slow: milliseconds; 500 by default. */
  readonly ms?: number | undefined;
  /** split: the most that come together; 1 by default. */
  readonly bytes?: number | undefined;
  /** power-cut: in the midst of a write to the flash. */
  readonly during?: "flash-write" | undefined;
  /** broker-kill: what is left of sessions and retained messages; nothing by default in virtual time. */
  readonly state?: "lost" | "autosave" | undefined;
}

export type ChaosPlan = readonly ChaosEntry[];
