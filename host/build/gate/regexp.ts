// Patterns that Espruino's matcher gets wrong.
import ts from "typescript";
import { readLiteral, splitRegExp } from "../lower/calls/regexp.ts";
import { memberName } from "../names/names.ts";
import { globalName, type Rule, rule } from "./rule.ts";

const { SyntaxKind } = ts;

export const regExpRules: readonly Rule[] = [
  rule<ts.RegularExpressionLiteral>(SyntaxKind.RegularExpressionLiteral, ({ text, parent }) => {
    const { fault, program } = readLiteral(text);
    if (fault) return `RegExp ${text}: ${fault}`;
    const isForStorage = ts.isCallExpression(parent) && memberName(parent.expression) === "list";
    return program && isForStorage
      ? `RegExp ${text} for Storage, which takes what Espruino matches by itself; filter the names afterwards`
      : undefined;
  }),
  rule<ts.CallExpression>(SyntaxKind.CallExpression, (node, { members }) => {
    const name = memberName(node.expression) ?? "";
    const [pattern] = node.arguments;
    if (!/^(match|replace)All$/.test(name) || members.has(name) || !pattern) return undefined;
    const isOnce =
      ts.isRegularExpressionLiteral(pattern) && !splitRegExp(pattern.text).flags.includes("g");
    return isOnce ? `${name} with ${pattern.text}, which throws: add flag g` : undefined;
  }),
  rule<ts.NewExpression>([SyntaxKind.NewExpression, SyntaxKind.CallExpression], (node, place) =>
    globalName(node.expression, place) === "RegExp"
      ? "RegExp made at run time: write a literal, which the build can check"
      : undefined,
  ),
];
