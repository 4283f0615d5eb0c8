// The functions that lowered code calls, each included once and only when used. They run on the
// board: ES5, nothing used above its declaration, as few variables as can be. The library's are
// filed under the name that a program calls them by: "Array.from", ".at" for a method, "Map".
import { ARRAYS } from "./library/arrays.ts";
import { BYTES } from "./library/bytes.ts";
import { CHANGING } from "./library/changing.ts";
import { COLLECTIONS } from "./library/collections.ts";
import { DECIMALS } from "./library/decimals.ts";
import { ERRORS } from "./library/errors.ts";
import { ITERATION } from "./library/iteration.ts";
import { JSON_TEXT } from "./library/json.ts";
import { KEYS_OF_MEMBERS } from "./library/keys.ts";
import { LATIN } from "./library/latin.ts";
import { MATCHING } from "./library/matching.ts";
import { MATH } from "./library/math.ts";
import { NUMBERS } from "./library/numbers.ts";
import { OBJECTS } from "./library/objects.ts";
import { PATTERNS } from "./library/patterns.ts";
import { PROMISES } from "./library/promises.ts";
import { SYNTAX } from "./library/syntax.ts";
import { TEXT } from "./library/text.ts";
import { TYPED_ARRAYS } from "./library/typed-arrays.ts";

const HELPERS: Readonly<Record<string, string>> = {
  ...SYNTAX,
  ...ERRORS,
  ...ITERATION,
  ...ARRAYS,
  ...CHANGING,
  ...TYPED_ARRAYS,
  ...TEXT,
  ...BYTES,
  ...LATIN,
  ...PATTERNS,
  ...MATCHING,
  ...DECIMALS,
  ...NUMBERS,
  ...MATH,
  ...KEYS_OF_MEMBERS,
  ...OBJECTS,
  ...COLLECTIONS,
  ...JSON_TEXT,
  ...PROMISES,
};

/** Variants of a helper, for programs that need more of it: filed under its name and this. */
const VARIANTS = {
  statics: "Statics",
  iterators: "Iterators",
  closing: "Closing",
  loops: "Loops",
} as const;

/** One that the program pays for already. */
const EXACT = "Exact";

const KEYS = Object.keys(HELPERS).filter(
  (key) => !/(Statics|Iterators|Closing|Loops|Exact)$/.test(key),
);

/** What a program calls them by: a global, a member of one, or a method with its dot. */
export const LOWERED: ReadonlySet<string> = new Set(
  [...KEYS, "Promise.resolve", "queueMicrotask"].filter((key) => !key.startsWith("__")),
);

/** The helper that stands for a name of {@link LOWERED}. */
export function helperOf(name: string): string {
  if (name === ".values") return "__valuesOf";
  return `__${name.replace(/^\./, "").replace(".", "_")}`;
}

/** How many arguments a lowered method takes; with more, it is one of the program's own. */
export function arityOf(name: string): number {
  const text = HELPERS[`.${name}`] ?? "";
  if (text.includes("arguments")) return Number.POSITIVE_INFINITY;
  return (/\((.*?)\)/.exec(text)?.[1] ?? "").split(",").length - 1;
}

/** Which helper a function or variable belongs to. */
const OWNERS: ReadonlyMap<string, string> = new Map(
  KEYS.flatMap((key) =>
    [...(HELPERS[key] ?? "").matchAll(/^(?:var|function) (__\w+)|, (__\w+) =/gm)].map(
      ([, name, second]) => [name ?? second ?? "", key] as const,
    ),
  ),
);

export interface Needs {
  readonly statics: boolean;
  readonly iterators: boolean;
  /** Some iterators are the program's own. */
  readonly closing: boolean;
  readonly promises: boolean;
  /** Bodies of loops are functions of their own that await. */
  readonly loops: boolean;
  /** Errors are told apart. */
  readonly errors: boolean;
  /** Of an error it is asked what caused it. */
  readonly causes: boolean;
  /** There are dates. */
  readonly dates: boolean;
  /** There are typed arrays, and some of fractions. */
  readonly typed: boolean;
  readonly fractions: boolean;
  /** The program sorts arrays of its own, which may have holes. */
  readonly sorts: boolean;
  /** A RegExp may become text. */
  readonly patterns: boolean;
  /** A RegExp is asked for its flags. */
  readonly flags: boolean;
  /** There is a text with characters above ASCII, and some of them are blanks. */
  readonly latin: boolean;
}

export function helpersUsedBy(code: string, needs: Needs): string {
  const used = new Set<string>();
  const use = (text: string): void => {
    for (const [name] of text.matchAll(/\b__\w+/g)) {
      const key = OWNERS.get(name);
      if (key === undefined || used.has(key)) continue;
      used.add(key);
      use(textOf(key, needs));
    }
  };
  if (needs.patterns) used.add("__patternText");
  if (needs.flags) used.add("__patternFlags");
  use(code);
  const isExact = used.has("__text");
  return KEYS.filter((key) => used.has(key))
    .map((key) => `${(isExact && HELPERS[key + EXACT]) || textOf(key, needs)}\n`)
    .join("");
}

/** What helpers do for typed arrays of fractions alone. */
const OF_FRACTIONS = / \|\| __isTyped\(\w+\)| {2}if \(!f && __isTyped\(o\)\).*\n/g;

/** What they do for the cause of an error alone. */
const OF_CAUSES = / {2}__cause\(this, o\);\n|, o(?=\) \{|\);)/g;

/** What helpers do for dates alone. */
const OF_DATES = / \|\| \w+ instanceof Date\b|\w+ instanceof Date \? __dateText\(\w+\) : /g;

/** What makes numbers of texts, without the blanks around. */
const OF_BLANKS = /\bx\.trim\(\)|\("" \+ x\)\.trim\(\)/;

function textOf(key: string, needs: Needs): string {
  let text = HELPERS[key] ?? "";
  for (const need of ["statics", "iterators", "closing", "loops"] as const) {
    text = (needs[need] && HELPERS[key + VARIANTS[need]]) || text;
  }
  if (needs.latin)
    text = text.replace(OF_BLANKS, (trim) => `__trimmed(${trim.slice(0, -".trim()".length)})`);
  if (!needs.fractions) text = text.replaceAll(OF_FRACTIONS, "");
  if (!needs.typed) {
    text = text
      .replaceAll("__slice(o)", "o.slice()")
      .replace("__filter(o, f, self)", "o.filter(f, self)")
      .replaceAll("__isTyped(o) || Array", "Array");
  }
  if (!needs.promises) text = text.replace(/try \{ (.*) \} finally \{ __drain\(\); \}/, "$1");
  if (!needs.sorts) text = text.replace("  for (; i < o.length; i++) delete o[i];\n", "");
  if (!needs.causes && text.includes("__Error")) text = text.replaceAll(OF_CAUSES, "");
  // Nobody would see what it makes of a date.
  if (!needs.dates) text = text.replaceAll(OF_DATES, "");
  // Nor of an error.
  if (needs.errors) return text;
  return text.replaceAll("__caught(", "(").replaceAll(/new __(Range|URI)Error\(/g, "new Error(");
}
