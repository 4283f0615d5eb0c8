// A value of the board as people read it, and as programs do. Pure.
import { inspect } from "node:util";
import type { Evaluation } from "./session.ts";

/** As Espruino's console shows it, behind an equals sign. */
export function shownValue({ json, text }: Evaluation, colors = false): string {
  return `=${json === undefined ? text : inspect(json, { colors })}`;
}

export function jsonValue({ json, text }: Evaluation): string {
  return JSON.stringify(json === undefined ? { text } : { value: json });
}
