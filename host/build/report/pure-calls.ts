// Native functions whose answer follows from their arguments: computed where those are known.
import { listOf, Thing, UNKNOWN, type Value } from "./heap.ts";

const TEXT_MEMBERS = new Set(
  "charAt charCodeAt indexOf lastIndexOf includes startsWith endsWith slice substr substring toLowerCase toUpperCase trim repeat padStart padEnd concat replace split match".split(
    " ",
  ),
);

const FUNCTIONS: Readonly<Record<string, (...values: never[]) => Value>> = {
  parseInt,
  parseFloat,
  isNaN,
  isFinite,
  String,
  Number,
  Boolean,
};

/** Longer than any board holds. */
const LONGEST_TEXT = 65_536;

/** UNKNOWN for what is none of them. */
export function computePure(
  owner: Value,
  isMember: boolean,
  name: string,
  values: readonly Value[],
  at: number,
): Value {
  const plain = values.map(plainOf);
  if (plain.includes(UNKNOWN)) return UNKNOWN;
  if (!isMember) {
    return Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name]!(...(plain as never[])) : UNKNOWN;
  }
  if (typeof owner === "string" && TEXT_MEMBERS.has(name)) {
    return resultOf(() => Reflect.get(String.prototype, name).apply(owner, plain), at);
  }
  if (!(owner instanceof Thing)) return UNKNOWN;
  if (owner.kind === "regexp" && (name === "test" || name === "exec")) {
    const pattern = plainOf(owner);
    return pattern === UNKNOWN
      ? UNKNOWN
      : resultOf(() => (pattern as RegExp)[name](String(plain[0])), at);
  }
  if (owner.kind !== "builtin" || name === "random") return UNKNOWN;
  const of = owner.name === "Math" ? Math : owner.name === "String" ? String : undefined;
  const compute: unknown = of && Reflect.get(of, name);
  return typeof compute === "function" ? resultOf(() => compute(...plain), at) : UNKNOWN;
}

/** A value as the build itself can compute with it. */
function plainOf(value: Value): unknown {
  if (!(value instanceof Thing)) return value;
  // One that goes over a text keeps where it is.
  const [, source = "", flags = ""] = /^\/(.*)\/(i?)$/.exec(value.name) ?? [];
  return value.kind === "regexp" && source !== "" ? new RegExp(source, flags) : UNKNOWN;
}

function resultOf(compute: () => unknown, at: number): Value {
  let value: unknown;
  try {
    value = compute();
  } catch {
    return UNKNOWN;
  }
  if (Array.isArray(value)) return listOf(value, at);
  return typeof value === "string" && value.length > LONGEST_TEXT ? UNKNOWN : (value as Value);
}
