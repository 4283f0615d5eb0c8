// `new` of a bound function: Espruino runs it with what `bind` was given for `this`, and makes nothing.
import ts from "typescript";
import { memberName, uncast } from "../names/names.ts";
import { type Place, type Rule, rule } from "./rule.ts";

export const boundConstructorRules: readonly Rule[] = [
  rule<ts.NewExpression>(ts.SyntaxKind.NewExpression, (node, place) => {
    const bound = boundBy(node.expression, node.getSourceFile(), place);
    if (!bound) return undefined;
    const { expression: object } = bound.expression as ts.PropertyAccessExpression;
    const values = [...bound.arguments.slice(1).map((each) => each.getText()), "...values"];
    return `new of a bound function: Espruino makes no object; write new ${object.getText()}(${values.join(", ")})`;
  }),
];

/** `A.bind(null, 3)`, or a name that stands for that. */
function boundBy(made: ts.Node, file: ts.SourceFile, place: Place): ts.CallExpression | undefined {
  const node = uncast(made);
  if (ts.isIdentifier(node)) {
    const given = boundNames(file).get(node.text);
    return given && boundBy(given, file, place);
  }
  const isBound = ts.isCallExpression(node) && memberName(node.expression) === "bind";
  return isBound && !place.members.has("bind") ? node : undefined;
}

const BOUND = new WeakMap<ts.SourceFile, ReadonlyMap<string, ts.Node>>();

/** What `const` and `let` name, of calls alone. */
function boundNames(file: ts.SourceFile): ReadonlyMap<string, ts.Node> {
  const known = BOUND.get(file);
  if (known) return known;
  const names = new Map<string, ts.Node>();
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer) {
      const given = uncast(node.initializer);
      if (ts.isCallExpression(given)) names.set(node.name.text, given);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  BOUND.set(file, names);
  return names;
}
