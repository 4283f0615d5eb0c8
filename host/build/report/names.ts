// Variables and members of a load that is run in the abstract: their reading, giving and removing.
import ts from "typescript";
import { evaluate } from "./expressions.ts";
import { listOf, Thing, UNKNOWN, type Value } from "./heap.ts";
import type { Load } from "./load.ts";

/** Not `Object` and `process`, which are there from the start. */
const BUILT_IN = new Set(
  "Math JSON Date E Promise Array String Number Error RegExp console Boolean Function Uint8Array Int8Array Uint8ClampedArray Uint16Array Int16Array Uint24Array Uint32Array Int32Array Float32Array Float64Array ArrayBuffer DataView TypeError Serial1 Serial2 I2C1 I2C2 SPI1 SPI2".split(
    " ",
  ),
);

type MemberAccess = ts.PropertyAccessExpression | ts.ElementAccessExpression;

export function read(load: Load, name: string, at: number): Value {
  for (const scope of load.scopes) {
    const slot = scope.slots.get(name);
    if (slot) return slot.value;
  }
  if (name === "arguments") return takeArguments(load, at);
  if (name === "undefined") return undefined;
  if (name === "NaN" || name === "Infinity") return Number(name);
  if (name === "global") return load.globals;
  const slot = load.globals.slots.get(name);
  if (slot) return slot.value;
  return BUILT_IN.has(name) ? load.native("builtin", name, at) : UNKNOWN;
}

/** They become a variable of the function that reads them (jswrap_arguments). */
function takeArguments(load: Load, at: number): Thing {
  const list = listOf(load.values, at);
  load.set(load.scope, "arguments", list, at);
  return list;
}

export function memberIn(
  load: Load,
  node: MemberAccess,
  owner = evaluate(load, node.expression),
): Value {
  const name = memberName(load, node);
  lookInto(load, owner, name, node.pos);
  if (typeof owner === "string") {
    return name === "length" ? owner.length : (owner[Number(name)] ?? UNKNOWN);
  }
  if (!(owner instanceof Thing) || name === undefined) return UNKNOWN;
  // A function of its own for each that keeps it.
  if (owner.kind === "builtin") return new Thing("member", node.pos);
  if (name === "length" && owner.kind === "array") return owner.slots.size;
  return memberOf(load, owner, name, node.pos);
}

/** What a text or an array has not itself is looked up in the prototype, which is then made. */
function lookInto(load: Load, owner: Value, name: string | undefined, at: number): void {
  if (/^\d+$/.test(name ?? "0")) return;
  if (typeof owner === "string") load.made("object", "String", at);
  if (owner instanceof Thing && owner.kind === "array") load.made("object", "Array", at);
}

export function memberOf(load: Load, owner: Thing, name: string, at: number): Value {
  const slot = owner.slots.get(name);
  if (slot) return slot.value;
  if (owner.kind === "function" && name === "prototype") {
    // Made when it is first asked for.
    const prototype = new Thing("object", at);
    load.set(owner, "prototype", prototype, at);
    return prototype;
  }
  const above = owner.slots.get("__proto__")?.value;
  return above instanceof Thing ? memberOf(load, above, name, at) : UNKNOWN;
}

export function memberName(load: Load, node: MemberAccess): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  const value = evaluate(load, node.argumentExpression);
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}

export function assign(load: Load, target: ts.Expression, value: Value): Value {
  if (ts.isParenthesizedExpression(target)) return assign(load, target.expression, value);
  if (ts.isIdentifier(target)) {
    const scope = load.scopes.find(({ slots }) => slots.has(target.text)) ?? load.globals;
    load.set(scope, target.text, value, target.pos);
  } else if (isMemberAccess(target)) {
    const owner = evaluate(load, target.expression);
    const name = memberName(load, target);
    if (owner instanceof Thing && name !== undefined && owner.kind !== "buffer") {
      load.set(owner, name, value, target.pos);
    }
  }
  return value;
}

export function remove(load: Load, target: ts.Expression): Value {
  if (!isMemberAccess(target)) return UNKNOWN;
  const owner = evaluate(load, target.expression);
  const name = memberName(load, target);
  if (owner instanceof Thing) owner.remove(name);
  return true;
}

export function isMemberAccess(node: ts.Node): node is MemberAccess {
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
}
