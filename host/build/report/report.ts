// The report of a build as data: what `--json` prints, and the table is made of.
import type { Board } from "../../../boards/board.ts";
import type { Bundle } from "../build.ts";
import type { Dropped } from "./dropped.ts";
import { type Budget, bytesBudget, type ModuleSize, varsBudget, varsOf } from "./sizes.ts";

/** Variables at load on the real interpreter, or why they could not be measured. */
export type Measured = { readonly vars: number } | { readonly failure: string };

export interface Report {
  /** Their bytes add up to the bundle's, their vars to `vars.estimated`. */
  readonly modules: readonly ModuleSize[];
  /** Variables in use when the bundle has run to its end, before a timer or an event. */
  readonly vars: {
    readonly estimated: number;
    /** On the real interpreter; null where there is none, or `failure` says why not. */
    readonly measured: number | null;
    readonly failure?: string;
  };
  readonly budget: {
    /** Of the board's Storage. */
    readonly bytes: Budget;
    /** Of the variables that the interpreter leaves; `takes` is measured, else estimated. */
    readonly vars: Budget;
  };
  readonly dropped: readonly Dropped[];
}

export function reportOf(bundle: Bundle, board: Board, measured: Measured | undefined): Report {
  const estimated = varsOf(bundle.sizes);
  const vars = measured !== undefined && "vars" in measured ? measured.vars : undefined;
  return {
    modules: bundle.sizes,
    vars: {
      estimated,
      measured: vars ?? null,
      ...(measured !== undefined && "failure" in measured && { failure: measured.failure }),
    },
    budget: {
      bytes: bytesBudget(bundle.bytes, board),
      vars: varsBudget(vars ?? estimated, board),
    },
    dropped: bundle.dropped,
  };
}
