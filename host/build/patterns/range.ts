// A range of a pattern's class, such as a-z, as Espruino's matcher takes it.

/** Undefined for what it cannot take. */
export function writeRange(low: string, high: string, ignoreCase: boolean): string | undefined {
  const from = codeOf(low);
  const to = codeOf(high);
  if (from === undefined || to === undefined) return undefined;
  // Whether a char has a sign depends on the board.
  if (to > 127) return undefined;
  // The matcher takes no range of one.
  if (from === to) return low;
  if (ignoreCase && isCased(from, to) && !/^([a-z]-[a-z]|[A-Z]-[A-Z])$/.test(`${low}-${high}`)) {
    // It lowers both ends before it compares.
    return undefined;
  }
  // A dot at either end would be taken for any character.
  return `${low === "." ? "\\." : low}-${high === "." ? "\\." : high}`;
}

function isCased(from: number, to: number): boolean {
  return /[a-z]/i.test(String.fromCharCode(from, to)) || (from < 65 && to > 90);
}

/** Code of a single character of a class; undefined for what stands for several. */
function codeOf(member: string): number | undefined {
  const hex = /^\\x(..)$/.exec(member);
  if (hex) return Number.parseInt(hex[1] ?? "", 16);
  const plain = /^\\?([^a-zA-Z0-9])$/.exec(member)?.[1] ?? /^(.)$/.exec(member)?.[1];
  return plain?.charCodeAt(0);
}
