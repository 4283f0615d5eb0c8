// A range of a pattern's class, such as a-z, as Espruino's matcher takes it.

interface Range {
  readonly text: string;
  readonly fault?: string;
}

export function writeRange(low: string, high: string, ignoreCase: boolean): Range {
  const from = codeOf(low);
  const to = codeOf(high);
  if (from === undefined || to === undefined)
    return { text: low, fault: `the range ${low}-${high}` };
  // The matcher takes no range of one.
  if (from === to) return { text: low };
  if (ignoreCase && isCased(from, to) && !/^([a-z]-[a-z]|[A-Z]-[A-Z])$/.test(`${low}-${high}`)) {
    // It lowers both ends before it compares.
    const advice = "write a range of letters and one of others";
    return { text: low, fault: `the range ${low}-${high} with flag i: ${advice}` };
  }
  // A dot at either end would be taken for any character.
  return { text: `${low === "." ? "\\." : low}-${high === "." ? "\\." : high}` };
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
