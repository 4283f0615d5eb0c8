// The fields of every kind of payload, as the types of firmware/contract/ have them.
import { expect } from "vitest";
import type { Meta } from "../../firmware/contract/meta.ts";
import type { State } from "../../firmware/contract/state.ts";
import { type Dropped, type Reading, WIRE_VERSION } from "../../firmware/contract/telemetry.ts";

/** Every field of a type of the contract, and whether it may be absent: the compiler checks both. */
type FieldsOf<T> = { [K in keyof T]-?: undefined extends T[K] ? "optional" : "required" };

export const READING: FieldsOf<Reading> = {
  v: "required",
  boot: "required",
  seq: "required",
  up: "required",
  t: "optional",
  skip: "optional",
  q: "optional",
  d: "required",
};
export const DROPPED: FieldsOf<Dropped> = {
  v: "required",
  boot: "required",
  from: "required",
  to: "required",
  why: "required",
};
export const STATE: FieldsOf<State> = {
  v: "required",
  state: "required",
  boot: "required",
  conn: "required",
};
export const META: FieldsOf<Meta> = {
  v: "required",
  board: "required",
  serial: "required",
  runtime: "required",
  sha256: "optional",
  crc32: "optional",
  boot: "required",
  reset: "required",
  cause: "optional",
  before: "optional",
  wear: "optional",
  interval: "required",
  channels: "required",
};

/** The payload as the contract says it is: these fields, no other, version 1, ASCII. */
export function parsed(payload: string, fields: Record<string, string>): Record<string, unknown> {
  expect(payload).toMatch(/^[\x20-\x7e]*$/);
  const value = JSON.parse(payload) as Record<string, unknown>;
  for (const name of Object.keys(value)) expect(Object.keys(fields)).toContain(name);
  for (const [name, need] of Object.entries(fields)) {
    if (need === "required") expect(Object.keys(value)).toContain(name);
  }
  expect(value.v).toBe(WIRE_VERSION);
  return value;
}
