// Arguments that native methods of Espruino ignore or take in another sense, where the source shows
// them. A method that the file declares itself is none of these.
import ts from "typescript";
import { memberName } from "../names.ts";
import { globalName, type Rule, rule } from "./rule.ts";

const { SyntaxKind } = ts;

type Values = readonly ts.Expression[];

const FINDERS = new Set(["find", "findIndex"]);

type FaultOf = (values: Values) => string | undefined;

const METHODS: ReadonlyMap<string, FaultOf> = new Map<string, FaultOf>([
  [
    "replace",
    ([first]) =>
      first && ts.isStringLiteralLike(first) && first.text === ""
        ? "nothing is replaced on Espruino; write the text in front with +"
        : undefined,
  ],
  [
    "indexOf",
    ([, from]) =>
      from && isNegative(from)
        ? "Espruino begins at the start of the list; use slice first, or lastIndexOf"
        : undefined,
  ],
  [
    "reduce",
    ([, start]) =>
      start && ts.isIdentifier(start) && start.text === "undefined"
        ? "Espruino takes undefined for no start; give a value"
        : undefined,
  ],
]);

export const nativeArgumentRules: readonly Rule[] = [
  rule<ts.CallExpression>(
    SyntaxKind.CallExpression,
    ({ expression: callee, arguments: values }, { members }) => {
      const name = memberName(callee);
      if (name === undefined || members.has(name) || !("expression" in callee)) return undefined;
      const { expression: object } = callee as ts.PropertyAccessExpression;
      if (name === "slice" && memberName(object) === "buffer") {
        return ".buffer.slice(): Espruino has none; write bytes.slice(from, to).buffer";
      }
      if (FINDERS.has(name) && values.length > 1) {
        return `.${name}() with a second argument: Espruino ignores it; use an arrow function`;
      }
      if (name === "map" && isHoles(object)) {
        return "map over an array of holes: use Array.from({ length }, f)";
      }
      const fault = METHODS.get(name)?.(values);
      return fault && `.${name}(${values.map((value) => value.getText()).join(", ")}): ${fault}`;
    },
  ),
  rule<ts.NewExpression>(SyntaxKind.NewExpression, ({ expression, arguments: values }, place) => {
    const [year, month] = values ?? [];
    return globalName(expression, place) === "Date" && month && year && isTwoDigits(year)
      ? `new Date(${year.getText()}, ...): Espruino takes the year as it is; write all four digits`
      : undefined;
  }),
];

function isNegative(node: ts.Expression): boolean {
  return ts.isPrefixUnaryExpression(node) && node.operator === SyntaxKind.MinusToken;
}

function isTwoDigits(node: ts.Expression): boolean {
  return ts.isNumericLiteral(node) && Number(node.text) < 100;
}

/** `new Array(3)` */
function isHoles(node: ts.Expression): boolean {
  const isCall = ts.isNewExpression(node) || ts.isCallExpression(node);
  return isCall && node.expression.getText() === "Array" && node.arguments?.length === 1;
}
