// Channels that a firmware of the user's own declares by literals: on the board their fault is an
// exception at start. What a channel may be called the contract says.
import ts from "typescript";
import {
  BOARD_CHANNELS,
  CHANNEL_NAME,
  CHANNEL_NAME_LENGTH,
  CHANNEL_NAME_RULE,
  NO_UNIT,
  UNIT_LENGTH,
} from "../../../firmware/contract/channels.ts";
import { type Rule, rule } from "./rule.ts";

const { SyntaxKind } = ts;

export const ownChannelRules: readonly Rule[] = [
  rule<ts.StringLiteralLike>(
    [SyntaxKind.StringLiteral, SyntaxKind.NoSubstitutionTemplateLiteral],
    (node) => {
      const { parent: property, text } = node;
      if (!ts.isPropertyAssignment(property) || property.initializer !== node) return undefined;
      const { parent: declared } = property;
      if (!ts.isCallExpression(declared.parent) || !isChannel(declared.parent.expression)) {
        return undefined;
      }
      const key = property.name.getText();
      if (key === "name") return faultOfName(text, declared.parent);
      const isUnit = text !== "" && text.length <= UNIT_LENGTH && !NO_UNIT.test(text);
      return key === "unit" && !isUnit
        ? `unit "${text}": expected 1 to ${UNIT_LENGTH} visible ASCII characters; "1" where there is none`
        : undefined;
    },
  ),
];

function faultOfName(name: string, call: ts.CallExpression): string | undefined {
  if (!CHANNEL_NAME.test(name) || name.length > CHANNEL_NAME_LENGTH) {
    return `channel "${name}": ${CHANNEL_NAME_RULE}`;
  }
  if (BOARD_CHANNELS.includes(name)) {
    return `channel "${name}": is a channel of the board itself; choose another name`;
  }
  return isTaken(name, call) ? `channel "${name}": there is one already` : undefined;
}

/** By a statement above it, at the top of the file. */
function isTaken(name: string, call: ts.CallExpression): boolean {
  const names = call.getSourceFile().statements.map((statement) => {
    const isAbove = ts.isExpressionStatement(statement) && statement.end <= call.pos;
    return isAbove ? nameIn(statement.expression) : undefined;
  });
  return names.includes(name);
}

function nameIn(node: ts.Expression): string | undefined {
  if (!ts.isCallExpression(node) || !isChannel(node.expression)) return undefined;
  const [declared] = node.arguments;
  if (!declared || !ts.isObjectLiteralExpression(declared)) return undefined;
  const property = declared.properties.find((each) => each.name?.getText() === "name");
  return property && ts.isPropertyAssignment(property) && ts.isStringLiteral(property.initializer)
    ? property.initializer.text
    : undefined;
}

/** What the file imports from `espulse/firmware` as `channel`. */
function isChannel(node: ts.Node): boolean {
  if (!ts.isIdentifier(node)) return false;
  return node.getSourceFile().statements.some((statement) => {
    if (!ts.isImportDeclaration(statement)) return false;
    const { moduleSpecifier, importClause } = statement;
    if (!ts.isStringLiteral(moduleSpecifier) || moduleSpecifier.text !== "espulse/firmware") {
      return false;
    }
    const bindings = importClause?.namedBindings;
    return (
      bindings !== undefined &&
      ts.isNamedImports(bindings) &&
      bindings.elements.some(
        (each) =>
          each.name.text === node.text && (each.propertyName ?? each.name).text === "channel",
      )
    );
  });
}
