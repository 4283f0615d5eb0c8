// Rewrites a script so that its global names are properties of an object that is given to it: what
// lets many boards run one compiled script in one vm context. Owns the order of its declarations and
// its value; runs nothing.
import { type FunctionDeclaration, parse } from "acorn";
import { type Edit, EditedText } from "./edited-text.ts";
import { GLOBAL, GlobalNames, Unshareable } from "./global-names.ts";
import { addPatternNames, addVarNames, Scope } from "./scope.ts";

/** @throws SyntaxError @throws Unshareable */
export function bindGlobalNames(code: string): EditedText {
  if (code.includes("espulse$")) throw new Unshareable('names with "espulse$" need --isolate');
  const { body } = parse(code, {
    ecmaVersion: "latest",
    sourceType: "script",
    allowReturnOutsideFunction: false,
  });
  const names = new GlobalNames();
  const global = new Scope(undefined);
  const declared = new Set<string>();
  const functions: FunctionDeclaration[] = [];
  for (const statement of body) addVarNames(statement, declared);
  for (const statement of body) {
    if (statement.type === "FunctionDeclaration") functions.push(statement);
    else if (statement.type === "ClassDeclaration") {
      names.replace(statement.start, statement.start, `${GLOBAL}.${statement.id.name} = `);
      names.replace(statement.end, statement.end, ";");
    } else if (statement.type === "VariableDeclaration") {
      for (const { id } of statement.declarations) addPatternNames(id, declared);
    }
    names.visit(statement, global, true);
  }
  const last = body.at(-1);
  // The value of a script is that of its last expression.
  if (last?.type === "ExpressionStatement") names.replace(last.start, last.start, "return ");
  const edits = names.edits.sort(byStart);
  const result = new EditedText(code);
  for (const name of declared) result.insert(`${GLOBAL}.${name} = ${GLOBAL}.${name};`);
  for (const node of functions) {
    result.insert(`${GLOBAL}.${node.id.name} = `);
    result.copy(node, edits);
    result.insert(";");
  }
  const isHoisted = (at: number) => functions.some(({ start, end }) => at >= start && at < end);
  const rest = edits.filter(({ start }) => !isHoisted(start));
  for (const { start, end } of functions) rest.push({ start, end, text: "" });
  result.copy({ start: 0, end: code.length }, rest.sort(byStart));
  return result;
}

function byStart(a: Edit, b: Edit): number {
  return a.start - b.start || a.end - b.end;
}
