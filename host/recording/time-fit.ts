// When the readings of a boot were made: pieces of its running time, each with what must be added to
// `up` for UTC, and how far that may be off. Pure: it is told what was seen, and knows no table.

/** Of readings made in one hour of running time that agree on `t - up`. */
export interface Evidence {
  readonly upFrom: number;
  readonly upTo: number;
  /** `t - up`; undefined of readings made before the board knew the time. */
  readonly offset: number | undefined;
  /** How many came as they were made, not from the outbox. */
  readonly live: number;
  /** The least `rx - up` of those, and of all: nothing comes before it is made. */
  readonly leastLive: number | undefined;
  readonly least: number;
}

export type TimeSource = "device" | "host" | "unknown";

/** Holds from `upFrom` until the next piece begins. */
export interface TimePiece {
  readonly upFrom: number;
  /** UTC is `up` + this; undefined where nobody knows. */
  readonly offset: number | undefined;
  readonly source: TimeSource;
  readonly errorMs: number | undefined;
  /** What `up` + them bounds UTC by, as far as is known. */
  readonly least: number | undefined;
  readonly most: number | undefined;
}

/** The firmware takes an answer of SNTP that took up to 2 s: it may be off by half of that. */
const SYNC_ERROR_MS = 1000;
/** Crystals of boards stay within 20 ppm when new; with age and in the cold within this. */
const DRIFT = 100e-6;
/** Two times of a board that differ by more are no drift: one of them was wrong. */
const JUMP_MS = 10_000;
/** A live reading is sent as it is made, and no later than this. */
const LIVE_ERROR_MS = 2000;
/** Fewer may all have waited in a connection that hung, until its keep-alive ended it. */
const FEW_LIVE = 10;
const HANGING_ERROR_MS = 60_000;

/** A time that the board had, and while it did. */
interface Run {
  readonly upFrom: number;
  upTo: number;
  readonly offset: number;
  leastLive: number | undefined;
}

/**
 * @param evidence of one boot
 * @param notBefore UTC that the boot before was still running at, if known
 */
export function fitTime(evidence: readonly Evidence[], notBefore?: number): TimePiece[] {
  const runs = runsOf(evidence);
  if (runs.length > 0) return fitDevice(runs);
  const live = evidence.filter(({ leastLive }) => leastLive !== undefined);
  if (live.length > 0) return fitHost(live);
  const most = leastOf(evidence.map(({ least }) => least));
  const bounds = { least: notBefore, most };
  return [{ upFrom: 0, offset: undefined, source: "unknown", errorMs: undefined, ...bounds }];
}

/** The last moment that the pieces give a time to, in UTC; undefined where they give none. */
export function lastTime(pieces: readonly TimePiece[], up: number): number | undefined {
  const piece = pieces.findLast(({ upFrom }) => upFrom <= up);
  if (piece?.offset === undefined) return undefined;
  // What is not before this must not be before the earliest that it can have been.
  return up + piece.offset - (piece.errorMs ?? 0);
}

function runsOf(evidence: readonly Evidence[]): Run[] {
  const runs: Run[] = [];
  for (const { upFrom, upTo, offset, leastLive } of [...evidence].sort(byUp)) {
    if (offset === undefined) continue;
    const last = runs.at(-1);
    if (last?.offset === offset) {
      last.upTo = Math.max(last.upTo, upTo);
      last.leastLive = leastOf([last.leastLive, leastLive]);
    } else {
      runs.push({ upFrom, upTo, offset, leastLive });
    }
  }
  return runs;
}

function fitDevice(runs: readonly Run[]): TimePiece[] {
  const trusted = trustedOf(runs);
  return runs.map((run, index) => {
    const upFrom = index === 0 ? 0 : run.upFrom;
    const next = runs[index + 1];
    const upTo = next?.upFrom ?? run.upTo;
    const isTrusted = trusted.runs.has(run);
    const from = isTrusted ? run : nearest(run, trusted.runs);
    const offset = from.offset;
    // It was told the time after the run before ended, and not after this one began.
    const toldFrom = runs[runs.indexOf(from) - 1]?.upTo ?? 0;
    const away = Math.max(Math.abs(upTo - toldFrom), Math.abs(from.upFrom - upFrom));
    // What the next answer corrected, this one was off by at its end.
    const step = next !== undefined && trusted.runs.has(next) ? Math.abs(next.offset - offset) : 0;
    const doubt = isTrusted || trusted.isProven ? 0 : Math.abs(run.offset - offset);
    const errorMs = Math.ceil(SYNC_ERROR_MS + Math.max(DRIFT * away, step) + doubt);
    const bounds = { least: offset - errorMs, most: offset + errorMs };
    return { upFrom, offset, source: "device", errorMs, ...bounds };
  });
}

/**
 * The runs that agree with each other, where some do not: those that agree with when readings came,
 * or else those that agree with the last one.
 */
function trustedOf(runs: readonly Run[]): { runs: ReadonlySet<Run>; isProven: boolean } {
  const proven = runs.filter(
    ({ offset, leastLive }) => leastLive !== undefined && Math.abs(leastLive - offset) <= JUMP_MS,
  );
  const pattern = proven.at(-1) ?? runs.at(-1)!;
  const agreeing = runs.filter(({ offset, upFrom }) => {
    const drift = DRIFT * Math.abs(upFrom - pattern.upFrom);
    return Math.abs(offset - pattern.offset) <= JUMP_MS + drift;
  });
  return { runs: new Set(agreeing), isProven: proven.length > 0 };
}

function nearest(run: Run, trusted: ReadonlySet<Run>): Run {
  const distance = (other: Run) => Math.max(other.upFrom - run.upTo, run.upFrom - other.upTo, 0);
  return [...trusted].reduce((best, other) => (distance(other) < distance(best) ? other : best));
}

/** By when live readings came, hour by hour: in each, the one that was least on its way. */
function fitHost(evidence: readonly Evidence[]): TimePiece[] {
  const sorted = [...evidence].sort(byUp);
  return sorted.map(({ upFrom, upTo, live, leastLive }, index) => {
    const from = index === 0 ? 0 : upFrom;
    const until = Math.max(sorted[index + 1]?.upFrom ?? upTo, upTo);
    // That one was anywhere in its hour.
    const drift = Math.ceil(DRIFT * Math.max(until - upFrom, upTo - from));
    const onItsWay = live < FEW_LIVE ? HANGING_ERROR_MS : LIVE_ERROR_MS;
    const offset = leastLive!;
    const errorMs = onItsWay + drift;
    const bounds = { least: offset - errorMs, most: offset + drift };
    return { upFrom: from, offset, source: "host", errorMs, ...bounds };
  });
}

function leastOf(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length > 0 ? Math.min(...known) : undefined;
}

function byUp(a: Evidence, b: Evidence): number {
  return a.upFrom - b.upFrom;
}
