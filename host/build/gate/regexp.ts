// Patterns that Espruino's matcher gets wrong.
import ts from "typescript";
import { splitRegExp } from "../lower/regexp.ts";
import { readPattern } from "../pattern.ts";
import { globalName, type Rule, rule } from "./rule.ts";

const { SyntaxKind } = ts;

export const regExpRules: readonly Rule[] = [
  rule<ts.RegularExpressionLiteral>(SyntaxKind.RegularExpressionLiteral, ({ text }) => {
    const { pattern, flags } = splitRegExp(text);
    const { faults } = readPattern(pattern, flags);
    return faults.length > 0 ? `RegExp ${text}: ${faults.join("; ")}` : undefined;
  }),
  rule<ts.NewExpression>([SyntaxKind.NewExpression, SyntaxKind.CallExpression], (node, place) =>
    globalName(node.expression, place) === "RegExp"
      ? "RegExp made at run time: write a literal, which the build can check"
      : undefined,
  ),
];
