// Checks of the JSON of a message, field by field: each gives the value or throws a Fault that names
// the field, what it should be and what it is. Knows no message.
import { WIRE_VERSION } from "../../firmware/contract/telemetry.ts";
import { asBuffer } from "./message.ts";
import { excerpt, quoted } from "./printable.ts";

const MOST_BYTES = 65_536;

export type Fields = Readonly<Record<string, unknown>>;

/** Carries what is wrong from a check to its decoder; never leaves `decode.ts`. */
export class Fault {
  constructor(
    readonly why: string,
    readonly kind: "malformed" | "unknown-version" = "malformed",
  ) {}
}

/** @throws Fault when it is no JSON object of this version of the wire */
export function parseFields(payload: Uint8Array): Fields {
  if (payload.length > MOST_BYTES) {
    throw new Fault(`expected at most ${MOST_BYTES} bytes, got ${payload.length}`);
  }
  const json = asBuffer(payload).toString("utf8");
  let fields: unknown;
  try {
    fields = JSON.parse(json);
  } catch {
    throw new Fault(json === "" ? "the payload is empty" : `not JSON: ${excerpt(json)}`);
  }
  if (!isObject(fields)) throw new Fault(`expected a JSON object, got ${quoted(fields)}`);
  if (fields.v === WIRE_VERSION) return fields;
  if (!Number.isInteger(fields.v)) throw expected("v", "a whole number", fields.v);
  throw new Fault(`v: this espulse reads ${WIRE_VERSION}, got ${fields.v}`, "unknown-version");
}

export function text(
  fields: Fields,
  name: string,
  pattern: RegExp,
  what: string,
  path = name,
): string {
  const value = fields[name];
  if (typeof value !== "string" || !pattern.test(value)) throw expected(path, what, value);
  return value;
}

export function whole(fields: Fields, name: string, least: number, most: number): number {
  const value = fields[name];
  if (!Number.isInteger(value) || (value as number) < least || (value as number) > most) {
    throw expected(name, `a whole number of at least ${least}`, value);
  }
  return value as number;
}

export function expected(path: string, what: string, value: unknown): Fault {
  return new Fault(`${path}: expected ${what}, got ${quoted(value)}`);
}

export function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
