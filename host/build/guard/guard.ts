// Keeps a minified ES5 script away from what Espruino's lexer and parser (src/jslex.c, src/jsparse.c)
// read otherwise than the standard does. Walks the script once; each guard knows one such reading.
import type ts from "typescript";
import type { Edit } from "../edits.ts";
import { guardAssignment } from "./assignments.ts";
import { guardExpression } from "./expressions.ts";
import { guardLongKey } from "./long-keys.ts";
import { guardNumber } from "./numbers.ts";
import { guardSlash } from "./slashes.ts";
import { guardMovedOut, guardStatement } from "./statements.ts";
import { guardStore } from "./stores.ts";
import { guardThrowing } from "./throwing.ts";
import { guardUnread } from "./unread.ts";

/** What to put before and after a node, or in the place of a part of it. */
export interface Guard {
  readonly before?: Edit;
  /** Between the parts of the node. */
  readonly within?: readonly Edit[];
  readonly after?: Edit;
}

type GuardOf = (node: ts.Node, file: ts.SourceFile) => Guard | undefined;

// Outside to inside, where two of them are for one node.
const GUARDS: readonly GuardOf[] = [
  guardMovedOut,
  guardStatement,
  guardThrowing,
  guardAssignment,
  guardStore,
  guardUnread,
  guardExpression,
  guardSlash,
  guardNumber,
  guardLongKey,
];

/** `file` has its parents set. */
export function guard(file: ts.SourceFile): Edit[] {
  const edits: Edit[] = [];
  const visit = (node: ts.Node): void => {
    const ends: Edit[] = [];
    // At one offset the order counts: what encloses starts first and ends last.
    for (const guardOf of GUARDS) {
      const found = guardOf(node, file);
      if (found?.before) edits.push(found.before);
      if (found?.within) edits.push(...found.within);
      if (found?.after) ends.unshift(found.after);
    }
    node.forEachChild(visit);
    edits.push(...ends);
  };
  visit(file);
  return edits;
}

/** Puts text around a node. */
export function around(node: ts.Node, file: ts.SourceFile, open = "(", close = ")"): Guard {
  const start = node.getStart(file);
  return { before: insert(start, open), after: insert(node.end, close) };
}

export function insert(at: number, text: string): Edit {
  return { start: at, end: at, text };
}
