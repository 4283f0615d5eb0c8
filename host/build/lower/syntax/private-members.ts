// `#name` -> a property that Espruino never lists. Owns the naming; knows nothing of other syntax.
import ts from "typescript";

/**
 * Names that start with 0xFF are internal to Espruino: no `Object.keys` and no JSON shows them
 * (JS_HIDDEN_CHAR, src/jsutils.h). The underscore keeps clear of the interpreter's own, "\xFFcod".
 */
const HIDDEN = "\xff_";

export const namePrivateMembers: ts.TransformerFactory<ts.SourceFile> = (context) => {
  const { factory } = context;
  const scopes: Map<string, string>[] = [];
  const classes = new Set<string>();
  let members = 0;

  function literalOf(name: ts.PrivateIdentifier): ts.StringLiteral {
    const scope = scopes.findLast((names) => names.has(name.text));
    // esbuild has refused a name that no surrounding class declares.
    return factory.createStringLiteral(scope?.get(name.text) ?? name.text);
  }

  /** Another object than `this` may lack the member: the language throws then. */
  function checked(object: ts.Expression, name: ts.PrivateIdentifier): ts.Expression {
    if (!ts.isIdentifier(object) || classes.has(object.text)) return object;
    return factory.createCallExpression(factory.createIdentifier("__own"), undefined, [
      object,
      literalOf(name),
    ]);
  }

  function visit(node: ts.Node): ts.Node {
    if (ts.isClassLike(node)) {
      if (node.name) classes.add(node.name.text);
      const names = new Map<string, string>();
      for (const { name } of node.members) {
        // A getter and its setter are one member.
        if (name && ts.isPrivateIdentifier(name) && !names.has(name.text)) {
          names.set(name.text, HIDDEN + (members++).toString(36));
        }
      }
      scopes.push(names);
      const visited = ts.visitEachChild(node, visit, context);
      scopes.pop();
      return visited;
    }
    if (ts.isPropertyAccessExpression(node) && ts.isPrivateIdentifier(node.name)) {
      const object = checked(ts.visitNode(node.expression, visit, ts.isExpression), node.name);
      return node.questionDotToken
        ? factory.createElementAccessChain(object, node.questionDotToken, literalOf(node.name))
        : ts.isOptionalChain(node)
          ? factory.createElementAccessChain(object, undefined, literalOf(node.name))
          : factory.createElementAccessExpression(object, literalOf(node.name));
    }
    // What is left is a member's name, and the left side of `#name in object`.
    if (ts.isPrivateIdentifier(node)) {
      return ts.isBinaryExpression(node.parent)
        ? literalOf(node)
        : factory.createComputedPropertyName(literalOf(node));
    }
    return ts.visitEachChild(node, visit, context);
  }
  return (file) => ts.visitNode(file, visit, ts.isSourceFile);
};
