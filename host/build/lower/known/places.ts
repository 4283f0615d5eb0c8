// Parameters that are given the place of an element in its list. Goes by the name of the method.
import ts from "typescript";
import { memberName } from "../../names/names.ts";

/** What gives its callback the place as the second parameter. */
const GIVES_PLACE =
  /^(every|filter|find|findIndex|findLast|findLastIndex|flatMap|forEach|from|map|some)$/;

/** `list.map((each, i) => ...)`, but not `map.forEach((each, key) => ...)`. */
export function isPlace(parameter: ts.ParameterDeclaration): boolean {
  const callback = parameter.parent;
  const call = callback.parent;
  if (!ts.isCallExpression(call) || !call.arguments.includes(callback as ts.Expression)) {
    return false;
  }
  const at = callback.parameters.indexOf(parameter);
  const method = memberName(call.expression) ?? "";
  if (method === "forEach" && /\bnew Map\b/.test(parameter.getSourceFile().text)) return false;
  return /^reduce(Right)?$/.test(method) ? at === 2 : at === 1 && GIVES_PLACE.test(method);
}
