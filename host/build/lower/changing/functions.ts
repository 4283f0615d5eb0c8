// Functions of a script, by the names that they are called by.
import ts from "typescript";
import { memberName } from "../../names/names.ts";
import type { Holders } from "./holders.ts";

export type Code = ts.SignatureDeclaration | ts.ClassLikeDeclaration;

/** Filed as {@link calleeOf} tells them. */
export function functionsIn(file: ts.SourceFile, holders: Holders): ReadonlyMap<string, Code[]> {
  const found = new Map<string, Code[]>();
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) {
      for (const name of namesOf(node, holders)) {
        found.set(name, [...(found.get(name) ?? []), node]);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

export function namesOf(node: Code, holders: Holders): string[] {
  const names: string[] = [];
  const add = (name: ts.Node | undefined): void => {
    if (!name) return;
    if (ts.isIdentifier(name)) names.push(holders.keyOf(name));
    else if (memberName(name) !== undefined) names.push(`.${memberName(name)}`);
  };
  const { name, parent } = node;
  if (ts.isMethodDeclaration(node) || ts.isAccessor(node)) names.push(memberKey(node.name));
  else add(name);
  if (ts.isVariableDeclaration(parent)) add(parent.name);
  else if (ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) {
    names.push(memberKey(parent.name));
  } else if (ts.isBinaryExpression(parent)) add(parent.left);
  return names;
}

export function memberKey(name: ts.PropertyName): string {
  return `.${ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : name.getText()}`;
}

/** `name` or `.name` of what is called; undefined for what is neither. */
export function calleeOf(callee: ts.Expression, holders: Holders): string | undefined {
  if (ts.isIdentifier(callee)) return holders.keyOf(callee);
  const member = memberName(callee) ?? privateName(callee);
  return member === undefined ? undefined : `.${member}`;
}

function privateName(callee: ts.Expression): string | undefined {
  return ts.isPropertyAccessExpression(callee) ? callee.name.text : undefined;
}
