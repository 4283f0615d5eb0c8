import { refused, type Snippet } from "../snippet.ts";

const GLOBALS = ["Map", "Set", "WeakMap", "Symbol", "BigInt", "Proxy", "Reflect", "RangeError"];

const STATICS = [
  "Object.freeze({})",
  "Object.is(1, 1)",
  "Object.hasOwn({}, 'a')",
  "Array.from('ab')",
  "Array.of(1)",
  "Number.isInteger(1)",
  "Number.isFinite(1)",
  "Number.isNaN(1)",
  "Number.MAX_SAFE_INTEGER",
  "Math.trunc(1)",
  "Math.hypot(3, 4)",
  "Promise.race([])",
  "Promise.allSettled([])",
  "Promise.any([])",
  "String.raw({ raw: [] })",
  "Array.prototype.slice",
  "Uint8Array.BYTES_PER_ELEMENT",
  "Date.UTC(2024)",
];

const METHODS = [
  "[1].at(0)",
  "[1].flat()",
  "[1].flatMap(show)",
  "[1].findLast(show)",
  "[1].keys()",
  "[1].entries()",
  "[1].with(0, 1)",
  "[1].toSorted()",
  "[1].lastIndexOf(1)",
  "'a'.trimEnd()",
  "'a'.matchAll(/a/g)",
  "'a'.localeCompare('b')",
  "Promise.resolve(1).finally(show)",
  "(1).toPrecision(2)",
  "(1).toFixed(2)",
];

export const refusedLibrary: readonly Snippet[] = [
  ...GLOBALS.map((name) => refused(name, `show(${name});`, "1:6", new RegExp(`^${name}: `))),
  refused("global through globalThis", "show(globalThis.Symbol);", "1:6", /^Symbol: /),
  ...STATICS.map((use) => {
    const name = use.replace(/\(.*/, "");
    return refused(name, `show(${use});`, "1:6", new RegExp(`^${name.replace(/\.slice$/, "")}: `));
  }),
  refused(
    "member taken from Math",
    "const { trunc } = Math;\nshow(trunc(1));",
    "1:7",
    /Math\.trunc/,
  ),
  ...METHODS.map((use) => {
    const name = /\.(\w+)\([^.]*$/.exec(use)?.[1] ?? "";
    return refused(`method ${name}`, `show(${use});`, "1:6", new RegExp(`^\\.${name}\\(\\): `));
  }),
  refused("Object.create with properties", "show(Object.create({}, {}));", "1:6", /two arguments/),
  refused(
    "Object.defineProperty, hidden",
    "Object.defineProperty({}, 'a', { value: 1 });",
    "1:1",
    /enumerable: true/,
  ),
  refused("JSON.parse with a reviver", "JSON.parse('1', show);", "1:1", /reviver/),
  refused("JSON.stringify with a replacer", "show(JSON.stringify({}, ['a']));", "1:6", /replacer/),
  refused("JSON.stringify with a layout", "show(JSON.stringify({}, null, 2));", "1:6", /layout/),
  refused("split with a limit", "show('a,b'.split(',', 1));", "1:6", /limit.*slice/),
  refused("match with flag g", "show('a'.match(/a/g));", "1:6", /match.*exec/),
  refused("replace with $&", "show('a'.replace('a', '[$&]'));", "1:6", /\$1 to \$9/),
  refused("replace text by a function", "'a'.replace('a', () => 'b');", "1:1", /RegExp literal/),
  refused("clearTimeout as a value", "[1].forEach(clearTimeout);", "1:13", /clearTimeout\(id\)/),
  refused("clearTimeout of everything", "clearTimeout();", "1:1", /every timer/),
  refused("timer with text", "setTimeout('show(1)', 1);", "1:1", /pass a function/),
  refused("Math.round as a value", "show([1].map(Math.round));", "1:14", /Math\.round/),
];
