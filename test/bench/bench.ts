// What a benchmark is and what it leaves behind. A benchmark never judges: it measures ours and a
// peer in the same run and says how one stands to the other.

/** One figure of a run. */
export interface Figure {
  /** What was measured, such as "CPU a reading at 1000 a second". */
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  /** What stands beside ours in the same run; absent where the peer is not installed. */
  readonly peer?: { readonly name: string; readonly value: number };
  /** What we have set ourselves: of the ratio to the peer, or of our own value. */
  readonly aim?: { readonly of: "ratio" | "ours"; readonly atMost: number };
}

export interface Benchmark {
  /** One line for the report. */
  readonly title: string;
  /** How it is measured and what its figures mean, for the report. */
  readonly method: string;
  /** Measures, and cleans up behind itself. @throws MissingPeer when nothing can be measured. */
  run(log: (line: string) => void): Promise<readonly Figure[]>;
}

/** A program the benchmark cannot do without is not installed; `message` says how to get it. */
export class MissingPeer extends Error {
  override name = "MissingPeer";
}

/** Kept as `test/bench/results/<name>.json`. */
export interface Run {
  readonly v: 1;
  readonly name: string;
  readonly title: string;
  readonly method: string;
  readonly date: string;
  readonly machine: string;
  readonly figures: readonly Figure[];
}

/** Undefined where there is no peer, or nothing of it that could be measured. */
export function ratioOf({ ours, peer }: Figure): number | undefined {
  return peer === undefined || peer.value === 0 ? undefined : ours / peer.value;
}

/** Whether a figure reaches its aim; undefined where there is none, or no peer. */
export function reaches(figure: Figure): boolean | undefined {
  const value = figure.aim?.of === "ratio" ? ratioOf(figure) : figure.ours;
  if (figure.aim === undefined || value === undefined) return undefined;
  return value <= figure.aim.atMost;
}
