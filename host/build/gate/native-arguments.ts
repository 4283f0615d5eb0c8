// Arguments that native methods of Espruino ignore or take in another sense, where the source shows
// them. A method that the file declares itself is none of these.
import ts from "typescript";
import { memberName, uncast } from "../names/names.ts";
import { atName, globalName, type Rule, rule } from "./rule.ts";

const { SyntaxKind } = ts;

type Values = readonly ts.Expression[];

/** Methods of iterators, in later years of the language. */
const ITERATING = new Set("map filter flatMap reduce some every find forEach".split(" "));

type FaultOf = (values: Values) => string | undefined;

const METHODS: ReadonlyMap<string, FaultOf> = new Map<string, FaultOf>([
  [
    "toFixed",
    ([digits]) =>
      digits && ts.isNumericLiteral(digits) && Number(digits.text) > 15
        ? "it takes 0 to 15 digits on the board, as a number has no more"
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
      if (name === "slice" && isBuffer(object)) {
        return `.slice() of an ArrayBuffer: Espruino has none; write new Uint8Array(${object.getText()}).slice(from, to).buffer`;
      }
      if (ITERATING.has(name) && isIterator(object, members)) {
        return `.${name}() of an iterator: put it in an array first, [...${object.getText()}].${name}`;
      }
      const fault = METHODS.get(name)?.(values);
      return fault && `.${name}(${values.map((value) => value.getText()).join(", ")}): ${fault}`;
    },
    atName,
  ),
  rule<ts.NewExpression>(SyntaxKind.NewExpression, ({ expression, arguments: values }, place) => {
    const [year, month] = values ?? [];
    return globalName(expression, place) === "Date" && month && year && isTwoDigits(year)
      ? `new Date(${year.getText()}, ...): Espruino takes the year as it is; write all four digits`
      : undefined;
  }),
];

const BUFFERS = new WeakMap<ts.SourceFile, ReadonlySet<string>>();

/** By what it is, or by its name, where all of that name in the file are buffers. */
function isBuffer(node: ts.Expression): boolean {
  const made = uncast(node);
  if (ts.isNewExpression(made)) return made.expression.getText() === "ArrayBuffer";
  const name = ts.isIdentifier(made) ? made.text : memberName(made);
  if (name === undefined) return false;
  const file = node.getSourceFile();
  const names = BUFFERS.get(file) ?? buffersIn(file);
  BUFFERS.set(file, names);
  return names.has(name);
}

function buffersIn(file: ts.SourceFile): ReadonlySet<string> {
  const buffers = new Set<string>();
  const others = new Set<string>();
  const visit = (node: ts.Node): void => {
    const isNamed =
      ts.isVariableDeclaration(node) ||
      ts.isParameter(node) ||
      ts.isPropertyDeclaration(node) ||
      ts.isPropertySignature(node);
    if (isNamed) {
      const value =
        "initializer" in node ? (node.initializer as ts.Expression | undefined) : undefined;
      const isOne = node.type
        ? /^ArrayBuffer(Like)?\b/.test(node.type.getText())
        : value !== undefined && ts.isNewExpression(value) && isBuffer(value);
      (isOne ? buffers : others).add(node.name.getText());
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  for (const name of others) buffers.delete(name);
  return buffers;
}

function isTwoDigits(node: ts.Expression): boolean {
  return ts.isNumericLiteral(node) && Number(node.text) < 100;
}

/** `list.values()`, `text.matchAll(/a/g)` */
function isIterator(node: ts.Expression, members: ReadonlySet<string>): boolean {
  if (!ts.isCallExpression(node)) return false;
  const name = memberName(node.expression) ?? "";
  if (members.has(name)) return false;
  const isList = ["keys", "values", "entries"].includes(name) && node.arguments.length === 0;
  return isList || name === "matchAll";
}
