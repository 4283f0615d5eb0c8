// Text that a board without Unicode cannot hold.
import ts from "typescript";
import { type Rule, rule } from "./rule.ts";

const { SyntaxKind } = ts;

const TEXTS = [
  SyntaxKind.StringLiteral,
  SyntaxKind.NoSubstitutionTemplateLiteral,
  SyntaxKind.TemplateHead,
  SyntaxKind.TemplateMiddle,
  SyntaxKind.TemplateTail,
] as const;

export const textRules: readonly Rule[] = [
  rule<ts.LiteralLikeNode>(TEXTS, (node, { board }) => {
    if (!board.lacks.includes("unicode")) return undefined;
    // A byte written as \xHH is one byte there too.
    const found = /[\u007f-\uffff]|\\u(?:\{0*([0-9a-f]+)\}|([0-9a-f]{4}))/i.exec(plainText(node));
    if (!found) return undefined;
    const code = found[1] ?? found[2];
    if (code !== undefined && Number.parseInt(code, 16) < 128) return undefined;
    return `the character ${found[0]} in a string: ${board.name} has no Unicode; write ASCII ("degC"), or \\xHH for a byte`;
  }),
];

function plainText(node: ts.LiteralLikeNode): string {
  return node.getText().replaceAll("\\\\", "");
}
