// Characters that a part of a RegExp stands for, as ranges of their codes.

/** Both ends included. */
export type Range = readonly [low: number, high: number];

/** Bytes: what Espruino's texts are made of. */
export const LAST = 255;
const DIGITS: readonly Range[] = [[48, 57]];
const WORD: readonly Range[] = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
];
const SPACE: readonly Range[] = [
  [9, 13],
  [32, 32],
  [160, 160],
];
export const LINE_ENDS: readonly Range[] = [
  [10, 10],
  [13, 13],
];
export const SETS: Readonly<Record<string, readonly Range[]>> = { d: DIGITS, w: WORD, s: SPACE };
export const CONTROLS: Readonly<Record<string, number>> = {
  t: 9,
  n: 10,
  v: 11,
  f: 12,
  r: 13,
  0: 0,
};

/** Capitals whose small letters are 32 further on: ASCII, then Latin-1 without its times sign. */
const PAIRED: readonly Range[] = [
  [65, 90],
  [192, 214],
  [216, 222],
];

/** Both cases, where case does not count. */
export function folded(ranges: readonly Range[], flags: string): readonly Range[] {
  if (!flags.includes("i")) return ranges;
  const other = (from: number, to: number, shift: number) =>
    ranges
      .map(([low, high]): Range => [Math.max(low, from) + shift, Math.min(high, to) + shift])
      .filter(([low, high]) => low <= high);
  return [
    ...ranges,
    ...PAIRED.flatMap(([low, high]) => [
      ...other(low, high, 32),
      ...other(low + 32, high + 32, -32),
    ]),
  ];
}

export function single(code: number): Range {
  if (code > LAST)
    throw new Error(
      "a character that is no byte, as all of a text here are: write the bytes it is made of, \\xe2\\x86\\x92 for an arrow",
    );
  return [code, code];
}

/** The character that an escape names by its code, or as a control: \xHH, \uHHHH, \cJ. */
export function namedCode(text: string): { code: number; length: number } | undefined {
  const [found, two, four, control] =
    /^\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|c([a-z]))/i.exec(text) ?? [];
  if (found === undefined) return undefined;
  const hex = two ?? four;
  const code = hex === undefined ? (control ?? "").charCodeAt(0) % 32 : Number.parseInt(hex, 16);
  return { code, length: found.length };
}

export function codeOf(character: string): Range {
  return single(character.charCodeAt(0));
}

export function joined(ranges: readonly Range[]): Range[] {
  const all: Range[] = [];
  for (const [low, high] of [...ranges].sort(([a], [b]) => a - b)) {
    const last = all.at(-1);
    if (last && low <= last[1] + 1) all[all.length - 1] = [last[0], Math.max(last[1], high)];
    else all.push([low, high]);
  }
  return all;
}

export function complement(ranges: readonly Range[]): Range[] {
  const others: Range[] = [];
  let from = 0;
  for (const [low, high] of joined(ranges)) {
    if (low > from) others.push([from, low - 1]);
    from = high + 1;
  }
  if (from <= LAST) others.push([from, LAST]);
  return others;
}
