// What a rewrite of a parsed node is given. Owns the questions that rewrites of the library ask.
import type ts from "typescript";
import type { ListNames, NumberNames } from "../names/number-names.ts";
import type { Traits } from "./traits.ts";

/** How to build nodes, and how to lower the parts of one. */
export interface Visiting {
  readonly factory: ts.NodeFactory;
  readonly visit: (node: ts.Node) => ts.Node;
  readonly expression: (node: ts.Expression) => ts.Expression;
  readonly helper: (name: string, values: readonly ts.Expression[]) => ts.CallExpression;
}

export interface Library extends Visiting {
  /** A new variable of the function around. */
  readonly temporary: () => ts.Identifier;
  readonly traits: Traits;
  /** Variables that start as text, or as a list. */
  readonly texts: ReadonlySet<string>;
  readonly lists: ReadonlySet<string>;
  /** Calls such as `list.map(f)` where `f` may change the list. */
  readonly changing: ReadonlySet<ts.Node>;
  /** Tells where numbers become text the way the interpreter prints them. */
  readonly isNativeText: (position: number) => boolean;
  /** Tells where timers are set whose order does not matter. */
  readonly isNativeTimer: (position: number) => boolean;
  /** What the sources give a name to, if to numbers alone. */
  readonly numberKind: NumberNames;
  /** Whether they give it to arrays of anything. */
  readonly isAnyList: ListNames;
  /** Whether a name is none of the program's own. */
  isGlobal(node: ts.Identifier): boolean;
  /** `Object.keys` for a member of a global. */
  pathOf(node: ts.Expression): string | undefined;
}

/** Functions whose members, and the types of which, are the native ones. */
export const CONVERSIONS: ReadonlySet<string> = new Set(["Number", "String"]);

/** Text of a number, where the source does not take the interpreter's. */
export const TEXTS: ReadonlySet<string> = new Set([
  "String",
  ".toString",
  ".join",
  "String.fromCharCode",
]);
