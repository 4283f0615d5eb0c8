// `instanceof` and `in` on the state of a load, as far as they are known.
import { isIndex, type Kind, Thing, UNKNOWN, type Value } from "./heap.ts";
import type { Load } from "./load.ts";
import { isOpen, memberOf, slotOf } from "./names.ts";

/** What the board makes without a member for what it inherits from. */
const NATIVE_KINDS = new Map<Kind, string>([
  ["array", "Array"],
  ["date", "Date"],
  ["regexp", "RegExp"],
  ["error", "Error"],
]);

export function isInstanceOf(load: Load, value: Value, of: Value, at: number): Value {
  if (!(of instanceof Thing)) return UNKNOWN;
  // Looked up, and so made.
  const sought =
    of.kind === "builtin"
      ? load.prototypeOf(of.name, at, true)
      : memberOf(load, of, "prototype", at);
  if (value === UNKNOWN) return UNKNOWN;
  if (!(value instanceof Thing)) return false;
  if (NATIVE_KINDS.has(value.kind) && of.kind === "builtin") {
    return NATIVE_KINDS.get(value.kind) === of.name;
  }
  if (value.kind !== "object") return UNKNOWN;
  for (let above: Value = value; above instanceof Thing; ) {
    above = above.slots.get("__proto__")?.value;
    if (above === UNKNOWN) return UNKNOWN;
    if (above instanceof Thing && above === sought) return true;
  }
  return false;
}

export function isIn(name: Value, owner: Value): Value {
  if (!(owner instanceof Thing) || (typeof name !== "string" && typeof name !== "number")) {
    return UNKNOWN;
  }
  if (slotOf(owner, String(name))) return true;
  if (owner.kind === "array" && isIndex(String(name))) return owner.isOpen ? UNKNOWN : false;
  return owner.kind !== "object" || isOpen(owner) || String(name) in {} ? UNKNOWN : false;
}
