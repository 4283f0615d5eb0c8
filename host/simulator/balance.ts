// The balance of a board at the end of a run: made = stored + declared + unknown, and unknown within its
// bound. Pure; knows neither where readings are kept nor what happened to them.
import type { Truth } from "./truth.ts";

/** What a recorder knows of one boot. */
export interface KnownBoot {
  readonly stored: { has(seq: number): boolean };
  /** In a range that the board has told as given up. */
  readonly declared: { has(seq: number): boolean };
  /** Highest of both. */
  readonly highest: number;
  /** What a later boot has told of this one (`before` of its birth message). */
  readonly before?: { readonly seq: number; readonly most: number } | undefined;
}

export interface BootBalance {
  readonly boot: string;
  readonly made: number;
  readonly stored: number;
  readonly declared: number;
  /** Behind what its successor knows of it. */
  readonly unknown: number;
  /** Of which nobody has told anything, and nobody may be ignorant. */
  readonly missing: readonly number[];
  /** Why it is not in balance; empty where it is. */
  readonly faults: readonly string[];
}

/** @param install first half of the names of its boots */
export function balanceOf(
  { boots }: Truth,
  install: string,
  known: (boot: string) => KnownBoot | undefined,
): BootBalance[] {
  const last = Math.max(0, ...boots.keys());
  return [...boots].map(([number, { length: made }]) => {
    const boot = `${install}-${number}`;
    const record = known(boot);
    // A boot that goes on, or has ended in order, has no tail that nobody knows.
    const before = record?.before;
    const sure = number === last ? made : (before?.seq ?? 0);
    let stored = 0;
    let declared = 0;
    let unknown = 0;
    const missing: number[] = [];
    for (let seq = 1; seq <= made; seq++) {
      if (record?.stored.has(seq)) stored++;
      else if (record?.declared.has(seq)) declared++;
      else if (seq > sure) unknown++;
      else missing.push(seq);
    }
    const faults: string[] = [];
    if (missing.length > 0) {
      faults.push(`${missing.length} missing, ${missing[0]} to ${missing.at(-1)} of ${made}`);
    }
    if (unknown > 0 && before === undefined) {
      faults.push(`${unknown} unknown, and no later boot has told how many may be`);
    } else if (unknown > (before?.most ?? 0)) {
      faults.push(`${unknown} unknown behind ${before!.seq}, where ${before!.most} may be`);
    }
    const { highest = 0 } = record ?? {};
    if (highest > made) faults.push(`reading ${highest} is known, and ${made} were made`);
    return { boot, made, stored, declared, unknown, missing, faults };
  });
}
