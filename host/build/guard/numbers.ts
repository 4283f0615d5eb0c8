// Numbers: Espruino reads whole ones as 64-bit integers and others digit by digit with an error at each
// (stringToIntWithRadix and stringToFloatWithRadix in src/jsutils.c). Writes them so that it reads the
// very number.
import ts from "typescript";
import type { Guard } from "./guard.ts";

export function guardNumber(node: ts.Node, file: ts.SourceFile): Guard | undefined {
  if (isMinusZero(node)) {
    // Read as 0, of which a minus makes 0.
    return { before: { start: node.getStart(file), end: node.end, text: "(0/-1)" } };
  }
  if (!ts.isNumericLiteral(node)) return undefined;
  const text = node.getText(file);
  const written = isKey(node) ? writeKey(text) : writeNumber(text);
  if (written === text) return undefined;
  return { before: { start: node.getStart(file), end: node.end, text: written } };
}

function isMinusZero(node: ts.Node): boolean {
  return (
    ts.isPrefixUnaryExpression(node) &&
    node.operator === ts.SyntaxKind.MinusToken &&
    ts.isNumericLiteral(node.operand) &&
    Number(node.operand.text) === 0
  );
}

function isKey(node: ts.Node): boolean {
  const { parent } = node;
  return (ts.isPropertyAssignment(parent) || ts.isAccessor(parent)) && parent.name === node;
}

/** Espruino makes a text of what it has read. */
function writeKey(text: string): string {
  const key = String(Number(text));
  return /^\d{1,15}$/.test(key) ? text : JSON.stringify(key);
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
  return productOf(value, mantissa, Number(exponent) - places) ?? best;
}

/** The greatest power of ten that is a number by itself. */
const MOST_EXACT = 22;

/**
 * Two numbers, each read as it is, that multiplied or divided give the value: one rounding, and that
 * one is known here.
 */
function productOf(value: number, mantissa: string, power: number): string | undefined {
  const tens = 10 ** Math.min(Math.abs(power), MOST_EXACT);
  if (power < 0 && Number(mantissa) / tens === value) return `(${mantissa}/1e${-power})`;
  if (power > 0 && Number(mantissa) * tens === value) return `(${mantissa}*1e${power})`;
  // Whole numbers of 53 bits times one of two digits with an exponent, however that is read.
  const exponent = Math.floor(Math.log10(value)) - 17;
  for (let digits = 1; digits < 1000; digits++) {
    const scale = `${digits}e${exponent}`;
    const factor = readNumber(scale);
    const quotient = Math.round(value / factor);
    if (!(quotient < 2 ** 53)) continue;
    for (const whole of [quotient, quotient - 1, quotient + 1]) {
      if (whole * factor === value) return `(${whole}*${scale})`;
    }
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
