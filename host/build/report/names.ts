// Variables and members of a load that is run in the abstract: their reading, giving and removing.
import ts from "typescript";
import { isHandedAround } from "./board-calls.ts";
import { evaluate } from "./expressions.ts";
import {
  isIndex,
  type Kind,
  lengthOf,
  listOf,
  type Slot,
  Thing,
  UNKNOWN,
  type Value,
} from "./heap.ts";
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
    if (slot) return load.valueOf(slot);
  }
  if (name === "arguments") return takeArguments(load, at);
  if (name === "undefined") return undefined;
  if (name === "NaN" || name === "Infinity") return Number(name);
  if (name === "global") return load.globals;
  const slot = load.globals.slots.get(name);
  if (slot) return load.valueOf(slot);
  if (isHandedAround(name)) return new Thing("member", at, { name });
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
  // By the iterator that looks for the member and as what it is found in; `this`, which has no name,
  // as the value before the dot too (jspeFactorMember, jsparse.c).
  const isThis = node.expression.kind === ts.SyntaxKind.ThisKeyword;
  load.locks.glance(owner, isThis ? 3 : 2);
  lookInto(load, owner, name, node.pos);
  if (typeof owner === "string") {
    if (name === "length") return owner.length;
    return name !== undefined && isIndex(name) ? owner[Number(name)] : UNKNOWN;
  }
  if (!(owner instanceof Thing) || name === undefined) return UNKNOWN;
  if (owner.kind === "builtin" && !owner.slots.has(name)) {
    if (name === "prototype") return load.prototypeOf(owner.name, node.pos, true);
    // A function of its own for each that keeps it.
    return new Thing("member", node.pos);
  }
  if (name === "length" && owner.kind === "array") return lengthOf(owner);
  return memberOf(load, owner, name, node.pos);
}

/** What these have not themselves is looked up in a prototype, which is then made. */
function lookInto(load: Load, owner: Value, name: string | undefined, at: number): void {
  if (isIndex(name ?? "0")) return;
  if (typeof owner === "string") load.prototypeOf("String", at);
  else if (typeof owner === "number") load.prototypeOf("Number", at);
  else if (owner instanceof Thing) {
    if (owner.kind === "array" && !owner.slots.has(name!)) load.prototypeOf("Array", at);
    if (owner.kind === "buffer") load.prototypeOf("ArrayBufferView", at);
  }
}

/** What Espruino gives every object beside what the language does. */
const ESPRUINO_MEMBERS = ["on", "emit", "removeListener", "removeAllListeners", "clone", "length"];

/** With what the language itself gives them. */
const NATIVE_MEMBERS = new Map<Kind, object>([
  ["object", Object.prototype],
  ["array", Array.prototype],
  ["function", Function.prototype],
]);

export function memberOf(
  load: Load,
  owner: Thing,
  name: string,
  at: number,
  self: Value = owner,
): Value {
  if (owner === load.globals && name === HIDDEN_ROOT) return hiddenRoot(load);
  if (owner === load.timers) return isIndex(name) ? load.held(name) : UNKNOWN;
  const slot = slotOf(owner, name);
  if (slot) {
    const value = load.valueOf(slot);
    if (!(value instanceof Thing) || value.kind !== "accessor") return value;
    const getter = value.slots.get("get");
    return getter && load.call(getter.value, self, []);
  }
  if (owner.kind === "function" && name === "prototype") {
    // Made when it is first asked for.
    const prototype = new Thing("object", at);
    load.set(owner, "prototype", prototype, at);
    return prototype;
  }
  const native = NATIVE_MEMBERS.get(owner.kind);
  const isNative = native === undefined || name in native || ESPRUINO_MEMBERS.includes(name);
  return isNative || isOpen(owner) ? UNKNOWN : undefined;
}

/** Under this the interpreter hides what is its own. */
const HIDDEN_ROOT = "\xff";

function hiddenRoot(load: Load): Thing {
  const root = new Thing("scope", 0, { isRoot: true });
  load.set(root, "timers", load.timers, 0);
  return root;
}

/** Its own, or what it inherits. */
export function slotOf(owner: Thing, name: string): Slot | undefined {
  const slot = owner.slots.get(name);
  const above = owner.slots.get("__proto__")?.value;
  return slot ?? (above instanceof Thing ? slotOf(above, name) : undefined);
}

/** Whether it, or what it inherits from, may have more members than is known. */
export function isOpen(owner: Thing): boolean {
  if (owner.isOpen) return true;
  const above = owner.slots.get("__proto__")?.value;
  return above instanceof Thing ? isOpen(above) : above === UNKNOWN;
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
    if (owner instanceof Thing) assignMember(load, owner, name, value, target.pos);
  }
  return value;
}

function assignMember(
  load: Load,
  owner: Thing,
  name: string | undefined,
  value: Value,
  at: number,
): void {
  if (owner.kind === "buffer") return;
  if (name === undefined) {
    owner.isOpen = true;
    return;
  }
  // Then its length is not the number of its elements.
  if (owner.kind === "array" && !(isIndex(name) && Number(name) <= owner.slots.size)) {
    owner.isOpen = true;
  }
  if (isTimer(owner) && name === "cb") {
    load.set(owner, "(callback)", value, at);
    return;
  }
  const known = slotOf(owner, name)?.value;
  if (known instanceof Thing && known.kind === "accessor") {
    load.call(known.slots.get("set")?.value, owner, [value]);
  } else load.set(owner, name, value, at);
}

function isTimer({ kind }: Thing): boolean {
  return kind === "timeout" || kind === "interval";
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
