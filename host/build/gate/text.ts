// Text that a board without Unicode cannot hold: there a text is made of bytes.
import ts from "typescript";
import { calledStatic, type Rule, rule } from "./rule.ts";

const { SyntaxKind } = ts;

const TEXTS = [
  SyntaxKind.StringLiteral,
  SyntaxKind.NoSubstitutionTemplateLiteral,
  SyntaxKind.TemplateHead,
  SyntaxKind.TemplateMiddle,
  SyntaxKind.TemplateTail,
] as const;

const CHARACTER = /[\u007f-\uffff]|\\u(?:\{0*([0-9a-f]+)\}|([0-9a-f]{4}))/gi;
const LAST_BYTE = 255;

export const textRules: readonly Rule[] = [
  rule<ts.LiteralLikeNode>(TEXTS, (node, { board }) => {
    if (!board.lacks.includes("unicode")) return undefined;
    for (const [found, braced, four] of plainText(node).matchAll(CHARACTER)) {
      const code = braced ?? four;
      // A byte by its code is one byte there too.
      if (code !== undefined && Number.parseInt(code, 16) <= LAST_BYTE) continue;
      return `the character ${found} in a string: ${board.name} has no Unicode; write ASCII ("degC"), or \\xHH for a byte`;
    }
    return undefined;
  }),
  rule<ts.CallExpression>(SyntaxKind.CallExpression, (node, place) => {
    if (!place.board.lacks.includes("unicode")) return undefined;
    const name = calledStatic(node, place);
    if (name !== "String.fromCharCode" && name !== "String.fromCodePoint") return undefined;
    const code = node.arguments.find(
      (each) => ts.isNumericLiteral(each) && Number(each.text) > LAST_BYTE,
    );
    return (
      code &&
      `${name}(${code.getText()}): ${place.board.name} has no Unicode; a text is made of bytes, 0 to 255`
    );
  }),
];

function plainText(node: ts.LiteralLikeNode): string {
  return node.getText().replaceAll("\\\\", "");
}
