// Channels that a firmware of the user's own declares by literals: on the board their fault is an
// exception at start. What a channel may be called the contract says.
import ts from "typescript";
import { channelNameFault, unitFault } from "../../../firmware/contract/channels.ts";
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
      const fault = key === "unit" ? unitFault(text) : undefined;
      return fault && `unit "${text}": ${fault}`;
    },
  ),
];

function faultOfName(name: string, call: ts.CallExpression): string | undefined {
  const fault =
    channelNameFault(name) ?? (isTaken(name, call) ? "there is one already" : undefined);
  return fault && `channel "${name}": ${fault}`;
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
