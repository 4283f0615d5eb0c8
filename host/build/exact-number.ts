// How Espruino reads a number in a script, and how to write one so that it reads the value meant.

/**
 * The literal itself where it is read right; otherwise the shortest that is. Espruino adds up
 * decimals as multiples of 0.1, 0.01...: 0.3 reads as 0.30000000000000004.
 */
export function exactNumber(literal: string): string {
  const value = Number(literal);
  const [, whole = "", decimals = "", exponent = "0"] =
    /^(\d*)\.?(\d*)(?:e([-+]?\d+))?$/i.exec(literal) ?? [];
  const digits = (whole + decimals).replace(/^0+(?=\d)/, "");
  if (digits === "" || /^\d+$/.test(literal)) return literal;
  if (readByEspruino(whole, decimals, Number(exponent)) === value) return literal;
  const power = Number(exponent) - decimals.length;
  if (readByEspruino(digits, "", power) === value) return `${digits}e${power}`;
  if (power < 0 && Number(digits) / 10 ** -power === value) return `(${digits}/1e${-power})`;
  return nearby(value) ?? literal;
}

/** Another text of 17 digits or so that is read as the value. */
function nearby(value: number): string | undefined {
  const [digits = "", power = ""] = value.toExponential(16).replace(".", "").split("e");
  for (let i = 0; i < 200; i++) {
    const step = BigInt(i % 2 ? (i + 1) / 2 : -i / 2);
    const mantissa = String(BigInt(digits) + step);
    if (readByEspruino(mantissa, "", Number(power) - 16) === value) {
      return `${mantissa}e${Number(power) - 16}`;
    }
  }
  return undefined;
}

/** stringToFloatWithRadix, src/jsutils.c. */
function readByEspruino(whole: string, decimals: string, exponent: number): number {
  let value = 0;
  for (const digit of whole) value = value * 10 + Number(digit);
  let scale = 0.1;
  for (const digit of decimals) {
    value += scale * Number(digit);
    scale /= 10;
  }
  for (let power = exponent; power > 0; power--) value *= 10;
  for (let power = exponent; power < 0; power++) value /= 10;
  return value;
}
