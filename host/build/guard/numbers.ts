// Numbers: Espruino reads whole ones as 64-bit integers and others digit by digit with an error at each
// (stringToIntWithRadix and stringToFloatWithRadix in src/jsutils.c). Writes them so that it reads the
// very number.
import ts from "typescript";
import type { Guard } from "./guard.ts";

const MOST_TRIES = 200;

export function guardNumber(node: ts.Node, file: ts.SourceFile): Guard | undefined {
  if (!ts.isNumericLiteral(node)) return undefined;
  const text = node.getText(file);
  const written = writeNumber(text);
  if (written === text) return undefined;
  return { before: { start: node.getStart(file), end: node.end, text: written } };
}

/** The number as Espruino reads it best, in the form that it has where that will do. */
export function writeNumber(text: string): string {
  const value = Number(text);
  if (readNumber(text) === value) return text;
  const [digits = "", exponent = "0"] = value.toExponential().split("e");
  const places = digits.replace(/^\d\.?/, "").length;
  const mantissa = digits.replace(".", "");
  const candidates = [];
  // Each place of the point gives other errors.
  for (let move = places; move >= 0; move--) {
    const at = mantissa.length - move;
    const whole = mantissa.slice(0, at);
    const fraction = mantissa.slice(at);
    const shift = Number(exponent) - places + move;
    candidates.push(`${whole}${fraction && `.${fraction}`}${shift === 0 ? "" : `e${shift}`}`);
  }
  const errorOf = (candidate: string): number => Math.abs(readNumber(candidate) - value);
  const best = [text, ...candidates].reduce((a, b) => (errorOf(b) < errorOf(a) ? b : a));
  if (errorOf(best) === 0) return best;
  const power = places - Number(exponent);
  // One division of two that are read rightly is rounded once.
  if (power > 0 && Number(mantissa) / 10 ** power === value) return `(${mantissa}/1e${power})`;
  return nearby(value) ?? best;
}

/** Another text of 17 digits that is read as the value. */
function nearby(value: number): string | undefined {
  const [digits = "", power = ""] = value.toExponential(16).replace(".", "").split("e");
  for (let i = 0; i < MOST_TRIES; i++) {
    const step = BigInt(i % 2 ? (i + 1) / 2 : -i / 2);
    const text = `${BigInt(digits) + step}e${Number(power) - 16}`;
    if (readNumber(text) === value) return text;
  }
  return undefined;
}

function readNumber(text: string): number {
  const hex = /^0x(.*)$/.exec(text)?.[1];
  if (hex !== undefined) return asLong(BigInt(text));
  if (/^\d+$/.test(text)) return asLong(BigInt(text));
  const [, whole = "", fraction = "", exponent = "0"] =
    /^(\d*)\.?(\d*)(?:e([+-]?\d+))?$/.exec(text) ?? [];
  let value = 0;
  for (const digit of whole) value = value * 10 + Number(digit);
  let scale = 0.1;
  for (const digit of fraction) {
    value += scale * Number(digit);
    scale /= 10;
  }
  for (let e = Number(exponent); e > 0; e--) value *= 10;
  for (let e = Number(exponent); e < 0; e++) value /= 10;
  return value;
}

function asLong(value: bigint): number {
  return Number(BigInt.asIntN(64, value));
}
