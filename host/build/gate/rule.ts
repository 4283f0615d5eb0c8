// What a rule of the language gate is, and the questions that rules ask of a node.
import ts from "typescript";
import type { Board } from "../../../boards/board.ts";
import { aliasedObject } from "../names/library-aliases.ts";
import { memberName, uncast } from "../names/names.ts";

/** Where a rule is applied. */
export interface Place {
  readonly board: Board;
  /** Names that the file declares itself: what they mean is no business of the gate. */
  readonly declared: ReadonlySet<string>;
  /** Names that the file gives to members of its own, types included. */
  readonly members: ReadonlySet<string>;
  /** Functions and classes that the file declares, and the classes among them. */
  readonly functions: ReadonlySet<string>;
  readonly classes: ReadonlySet<string>;
  /** What any source of the build changes (changed-names.ts); absent where the others are not known. */
  readonly changed?: ReadonlySet<string>;
}

export interface Rule {
  /** Node kinds that the rule looks at. */
  readonly on: readonly ts.SyntaxKind[];
  /** What is wrong with the node and what to write instead; undefined when it may stay. */
  readonly fault: (node: ts.Node, place: Place) => string | undefined;
  /** The part of the node that the fault is told at; the node where absent. */
  readonly at?: (node: ts.Node) => ts.Node;
}

/** A rule for one kind of node, typed. */
export function rule<Node extends ts.Node>(
  kind: ts.SyntaxKind | readonly ts.SyntaxKind[],
  fault: (node: Node, place: Place) => string | undefined,
  at?: (node: ts.Node) => ts.Node,
): Rule {
  const on = typeof kind === "number" ? [kind] : kind;
  return { on, fault: (node, place) => fault(node as Node, place), ...(at && { at }) };
}

/** `name` of `object.name` and of a call of it: a chain may begin many lines above. */
export function atName(node: ts.Node): ts.Node {
  if (ts.isCallExpression(node)) return atName(node.expression);
  if (ts.isPropertyAccessExpression(node)) return node.name;
  return ts.isElementAccessExpression(node) ? node.argumentExpression : node;
}

/**
 * The name of a global that `node` stands for, unless the file declares that name itself, other than
 * by `const J = JSON`.
 */
export function globalName(cast: ts.Node, { declared }: Place): string | undefined {
  const node = uncast(cast);
  if (ts.isIdentifier(node))
    return declared.has(node.text) ? aliasedObject(node, declared) : node.text;
  // globalThis.Math and global.Math are Math.
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
    const { text } = node.expression;
    if (text === "globalThis" || text === "global") return node.name.text;
  }
  return undefined;
}

/** `Object.create` for a call of it; undefined for anything else. */
export function calledStatic(node: ts.CallExpression, place: Place): string | undefined {
  const { expression: callee } = node;
  const member = memberName(callee);
  if (member === undefined || !("expression" in callee)) return undefined;
  const object = globalName((callee as ts.PropertyAccessExpression).expression, place);
  return object === undefined ? undefined : `${object}.${member}`;
}
