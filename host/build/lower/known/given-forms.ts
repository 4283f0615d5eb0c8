// What a name may be given as the key of a member: by its declarations and assignments, and by the calls
// of the function whose parameter it is.
import ts from "typescript";
import { COMPOUND } from "../../names/compound.ts";
import { memberName } from "../../names/names.ts";
import { formOfElement, givesKeys } from "./element-forms.ts";
import {
  type Asked,
  formOf,
  formOfOperation,
  isKnownText,
  type KeyForm,
  worst,
} from "./key-forms.ts";
import { WRITES_BY_NAME } from "./least.ts";
import { isPlace } from "./places.ts";
import { scopeOf, usesOf, type Written, writesOf } from "./scopes.ts";

/** Of a variable, or of a member of `this`. */
export function formOfName(
  name: ts.Identifier | ts.PropertyAccessExpression,
  asked: Asked,
): KeyForm {
  if (ts.isIdentifier(name)) {
    if (/^(undefined|NaN|Infinity)$/.test(name.text)) return "plain";
    const scope = scopeOf(name);
    return scope ? formOfWrites(writesOf(scope, name.text), asked) : "unknown";
  }
  const file = name.getSourceFile();
  if (WRITES_BY_NAME.test(file.text)) return "unknown";
  return formOfWrites(writesOf(file, `.${name.name.text}`), asked);
}

function formOfWrites(writes: readonly Written[], asked: Asked): KeyForm {
  if (writes.length === 0 || asked.names.left-- <= 0) return "unknown";
  const inner = { ...asked, seen: new Set([...asked.seen, ...writes]) };
  return worst(writes.map((one) => (asked.seen.has(one) ? "plain" : formOfWrite(one, inner))));
}

/** What a declaration, or an assignment, gives to the name. */
function formOfWrite({ parent }: Written, asked: Asked): KeyForm {
  if (ts.isVariableDeclaration(parent)) {
    const loop = parent.parent.parent;
    if (ts.isForOfStatement(loop)) return formOfElement(loop.expression, asked);
    if (ts.isCatchClause(parent.parent)) return "unknown";
    return parent.initializer ? formOf(parent.initializer, asked) : "plain";
  }
  if (ts.isPropertyDeclaration(parent) || ts.isPropertyAssignment(parent)) {
    return parent.initializer ? formOf(parent.initializer, asked) : "plain";
  }
  if (ts.isBindingElement(parent)) return formOfPart(parent, asked);
  if (ts.isParameter(parent)) return formOfParameter(parent, asked);
  // One more, or less, is what it was.
  if (ts.isPostfixUnaryExpression(parent) || ts.isPrefixUnaryExpression(parent)) return "plain";
  if (!ts.isBinaryExpression(parent)) return "unknown";
  const { operatorToken, right } = parent;
  if (isKnownText(right, asked.lowering)) return "plain";
  const operator = COMPOUND.get(operatorToken.kind) ?? operatorToken.kind;
  return formOfOperation(operator, "plain", formOf(right, asked));
}

/** `const [key, value] of Object.entries(o)`, `const [name] = line.split("=")` */
function formOfPart(part: ts.BindingElement, asked: Asked): KeyForm {
  const { parent: pattern } = part;
  if (!ts.isArrayBindingPattern(pattern) || part.dotDotDotToken) return "unknown";
  const { parent: given } = pattern;
  const rest = part.initializer ? formOf(part.initializer, asked) : "plain";
  const isFirst = pattern.elements[0] === part;
  if (ts.isVariableDeclaration(given) && given.initializer) {
    return worst([rest, formOfElement(given.initializer, asked)]);
  }
  const loop = ts.isVariableDeclaration(given) ? given.parent.parent : undefined;
  const pairs = loop && ts.isForOfStatement(loop) ? loop.expression : listGivenTo(given);
  return isFirst && pairs && givesKeys(pairs) ? rest : "unknown";
}

/** Methods whose function is given the elements first. */
const GIVES_ELEMENT =
  /^(every|filter|find|findIndex|findLast|findLastIndex|flatMap|forEach|map|some)$/;

/** The list whose elements a function is given as that parameter. */
function listGivenTo(parameter: ts.Node): ts.Expression | undefined {
  if (!ts.isParameter(parameter)) return undefined;
  const { parent: callback } = parameter;
  const { parent: call } = callback;
  if (!ts.isCallExpression(call) || call.arguments[0] !== (callback as ts.Node)) return undefined;
  const method = memberName(call.expression) ?? "";
  const place = /^reduce(Right)?$/.test(method) ? 1 : GIVES_ELEMENT.test(method) ? 0 : -1;
  if (callback.parameters.indexOf(parameter) !== place) return undefined;
  return (call.expression as ts.PropertyAccessExpression).expression;
}

function formOfParameter(parameter: ts.ParameterDeclaration, asked: Asked): KeyForm {
  if (parameter.dotDotDotToken) return "unknown";
  if (isPlace(parameter)) return "plain";
  const list = listGivenTo(parameter);
  if (list) return formOfElement(list, asked);
  const given = formsGivenTo(parameter, asked);
  return parameter.initializer ? worst([given, formOf(parameter.initializer, asked)]) : given;
}

/** By all calls of a function that is not handed on. */
function formsGivenTo(parameter: ts.ParameterDeclaration, asked: Asked): KeyForm {
  const { parent: called } = parameter;
  const { parent: holder } = called;
  const isNamed = ts.isVariableDeclaration(holder) && holder.initializer === (called as ts.Node);
  const name = isNamed ? holder.name : ts.isFunctionDeclaration(called) ? called.name : undefined;
  const scope = name && ts.isIdentifier(name) ? scopeOf(name) : undefined;
  if (!scope || !name || !ts.isIdentifier(name)) return "unknown";
  if (writesOf(scope, name.text).length !== 1) return "unknown";
  const at = called.parameters.indexOf(parameter);
  const uses = usesOf(scope, name.text).filter((use) => use !== name);
  return worst(uses.map((use) => formGivenAt(use, at, asked)));
}

/** `f(key)`, `list.map(f)` */
function formGivenAt(use: ts.Identifier, at: number, asked: Asked): KeyForm {
  const { parent: call } = use;
  if (!ts.isCallExpression(call) || call.arguments.some(ts.isSpreadElement)) return "unknown";
  const given = call.arguments[at];
  if (call.expression === use) return given ? formOf(given, asked) : "plain";
  const isElement = at === 0 && GIVES_ELEMENT.test(memberName(call.expression) ?? "");
  return isElement && call.arguments[0] === use
    ? formOfElement((call.expression as ts.PropertyAccessExpression).expression, asked)
    : "unknown";
}
