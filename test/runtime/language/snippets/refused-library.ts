import { refused, type Snippet } from "../snippet.ts";

const GLOBALS = [
  "WeakMap",
  "BigInt",
  "Proxy",
  "Reflect",
  "Uint8ClampedArray",
  "document",
  "localStorage",
  "fetch",
  "XMLHttpRequest",
  "requestAnimationFrame",
];

const STATICS = ["Object.freeze({})", "Array.prototype.slice", "Uint8Array.BYTES_PER_ELEMENT"];

const METHODS = ["'a'.localeCompare('b')", "(1).toPrecision(2)"];

export const refusedLibrary: readonly Snippet[] = [
  ...GLOBALS.map((name) => refused(name, `show(${name});`, "1:6", new RegExp(`^${name}: `))),
  refused("global through globalThis", "show(globalThis.Map);", "1:6", /write Map/),
  ...STATICS.map((use) => {
    const name = use.replace(/\(.*/, "");
    return refused(name, `show(${use});`, "1:6", new RegExp(`^${name.replace(/\.slice$/, "")}: `));
  }),
  refused(
    "rest beside a member taken from Math",
    "const { trunc, ...rest } = Math as any;\nshow([trunc, rest]);",
    "1:7",
    /Math\.trunc/,
  ),
  refused(
    "member taken from Object by an assignment",
    "let keys: any;\n({ keys } = Object as any);\nshow(keys);",
    "2:2",
    /Object\.keys/,
  ),
  refused(
    "member taken from JSON by a parameter",
    "const f = ({ parse }: any = JSON) => parse;\nshow(f());",
    "1:12",
    /JSON\.parse/,
  ),
  refused("absent member of a global that is cast", "(Object as any).freeze({});", "1:1", /freeze/),
  ...METHODS.map((use) => {
    const name = /\.(\w+)\([^.]*$/.exec(use)?.[1] ?? "";
    const at = `1:${`show(${use});`.indexOf(`.${name}`) + 2}`;
    return refused(`method ${name}`, `show(${use});`, at, new RegExp(`^\\.${name}\\(\\): `));
  }),
  refused("Object.create with properties", "show(Object.create({}, {}));", "1:6", /two arguments/),
  refused(
    "Object.defineProperty, hidden",
    "Object.defineProperty({}, 'a', { value: 1 });",
    "1:1",
    /enumerable: true/,
  ),
  refused(
    "Object.defineProperty, read only",
    "Object.defineProperty({}, 'a', { value: 1, enumerable: true });",
    "1:1",
    /writable: true/,
  ),
  refused("Symbol", "show(Symbol('a'));", "1:6", /^Symbol: /),
  refused(
    "Symbol of another kind",
    "show(Symbol.asyncIterator);",
    "1:6",
    /^Symbol.asyncIterator: go over .* with for\.\.of, and await each/,
  ),
  refused("Symbol.toPrimitive", "show(Symbol.toPrimitive);", "1:6", /: write toString for text/),
  refused("structuredClone", "show(structuredClone({}));", "1:6", /dates become texts/),
  refused(
    "a lowered method as a value",
    "const at = [1].at; show(at);",
    "1:16",
    /^\.at as a value/,
  ),
  refused(
    "a lowered method that is called if it is there",
    "const list = [2, 1]; show(list.toSorted?.());",
    "1:32",
    /without \?\./,
  ),
  refused(
    "Symbol.iterator asked for",
    "const f = (x: any) => typeof x[Symbol.iterator];\nshow(f([]));",
    "1:32",
    /Array\.isArray/,
  ),
  refused("Symbol.iterator in", "show(Symbol.iterator in []);", "1:6", /Array\.isArray/),
  refused(
    "prototype of a class",
    "class A {}\nclass B extends A {}\nshow(Object.getPrototypeOf(B) === A);",
    "3:6",
    /instanceof/,
  ),
  refused("toFixed of 16 digits", "show((0.1).toFixed(16));", "1:12", /0 to 15 digits/),
  refused(
    "map of an iterator",
    "show([1].values().map(String));",
    "1:19",
    /\[\.\.\.\[1\]\.values\(\)\]/,
  ),
  refused("union", "show(new Set([1]).union(new Set()).size);", "1:19", /new Set\(\[\.\.\.a/),
  refused("take", "show([1].values().take(1));", "1:19", /slice/),
  refused(
    "slice of a buffer",
    "show(new Uint8Array(3).buffer.slice(1).byteLength);",
    "1:31",
    /bytes\.slice/,
  ),
  refused(
    "slice of an ArrayBuffer",
    "show(new ArrayBuffer(4).slice(1, 3).byteLength);",
    "1:25",
    /new Uint8Array\(new ArrayBuffer\(4\)\)\.slice/,
  ),
  refused(
    "slice of a name that is an ArrayBuffer",
    "class A { b = new ArrayBuffer(4); s() { return this.b.slice(1).byteLength; } } show(new A().s());",
    "1:55",
    /new Uint8Array\(this\.b\)\.slice/,
  ),
  refused(
    "a method that is missing, at the end of a chain",
    "show([1]\n  .map((x) => x)\n  .map(String)\n  .toLocaleString());",
    "4:4",
    /toString/,
  ),
  refused("year of two digits", "show(new Date(99, 0, 1).getDate());", "1:6", /four digits/),
  refused("clearTimeout as a value", "[1].forEach(clearTimeout);", "1:13", /clearTimeout\(id\)/),
  refused("clearTimeout of everything", "clearTimeout();", "1:1", /every timer/),
  refused("timer with text", "setTimeout('show(1)', 1);", "1:1", /pass a function/),
  refused("Object.create of null", "show(Object.create(null));", "1:6", /use a Map/),
  refused(
    "Object.prototype compared",
    "const isPlain = (x: object) => Object.getPrototypeOf(x) === Object.prototype; show(isPlain({}));",
    "1:61",
    /instanceof/,
  ),
  refused("setUTCMonth", "new Date(0).setUTCMonth(1);", "1:13", /Date\.UTC\(year/),
  refused(
    "Date.now taken out",
    "const { now } = Date; show(now());",
    "1:7",
    /write Date\.now where/,
  ),
  refused("encodeURI", 'show(encodeURI("a b"));', "1:6", /encodeURIComponent of each part/),
  ...(
    [
      ["show(new Int8Array(2).BYTES_PER_ELEMENT);", "1:6", /byteLength \/ list\.length/],
      ["const { BYTES_PER_ELEMENT: size } = new Int8Array(2); show(size);", "1:9", /taken out/],
      ["show(new ArrayBuffer(4, {}).maxByteLength);", "1:6", /write byteLength/],
      ["show(/a/.hasIndices);", "1:6", /write false/],
      ["show(typeof 'x'.localeCompare);", "1:13", /^\.localeCompare as a value: .* use </],
      ["show('x'.normalize !== undefined);", "1:6", /^\.normalize as a value/],
      ["const text = String(1); show(!!text.toLocaleUpperCase);", "1:32", /use toUpperCase/],
      ["const o: object = {}; show('toWellFormed' in o);", "1:28", /^'toWellFormed' in/],
      ["const { toSorted } = [1]; show(toSorted);", "1:9", /call it on its object/],
      ["const f = [1].lastIndexOf; show(f);", "1:15", /^\.lastIndexOf as a value/],
      ["const { from } = Uint8Array as any; show(from);", "1:7", /write Uint8Array\.from where/],
      ["show(Uint8Array.name);", "1:6", /write the text/],
      ["show(typeof Symbol !== 'undefined');", "1:13", /^typeof Symbol: .* leave the question out/],
      ["show(typeof fetch);", "1:13", /^typeof fetch: .* leave the question out/],
      ["show(typeof Symbol.iterator);", "1:13", /Array\.isArray/],
      ["show(Object.isFrozen({}));", "1:6", /write false/],
      ["console.table([1]);", "1:1", /console\.log \(of each row/],
      ["/(a)/.exec('a'); show(RegExp.$1);", "1:23", /exec or match/],
      ["const l: any = [1]; show(l.constructor === Array);", "1:26", /ask Array\.isArray\(value\)/],
      ["const o: any = {}; show(Object != o.constructor);", "1:25", /ask typeof value/],
      ["const d: any = 1; show(d.constructor === Date);", "1:24", /ask value instanceof Date/],
      ["show(typeof new Number(5));", "1:13", /^new Number: .* leave out new/],
      ["show(new String('a') === 'a');", "1:6", /^new String: .* leave out new/],
      ["show(new Boolean(false) ? 1 : 2);", "1:6", /^new Boolean: .* leave out new/],
      ["Error.stackTraceLimit = 5;", "1:1", /leave it out/],
    ] as const
  ).map(([source, at, message]) => refused(source, source, at, message)),
  refused(
    "Object of a value",
    "const n: any = 5; show(typeof Object(n));",
    "1:31",
    /Object\(n\): .*leave Object out/,
  ),
  refused(
    "library object as a default",
    "const text = (value: number, json = JSON) => json.stringify(value);\nshow(text(1 / 3));",
    "1:37",
    /JSON as a value.*\(value\) => JSON\.stringify\(value\)/,
  ),
  refused(
    "library object handed on",
    "const f = (math: typeof Math) => math.trunc(1.5);\nshow(f(Math));",
    "2:8",
    /Math as a value/,
  ),
  refused(
    "library object in a table",
    "const table = { number: Number };\nshow(table.number(' 5 '));",
    "1:25",
    /Number as a value.*\(value\) => Number\(value\)/,
  ),
  refused(
    "library object exported by another name",
    "export const M = Math;\nshow(M.trunc(1.5));",
    "1:18",
    /Math as a value/,
  ),
  refused(
    "function of a library object by a computed key",
    "const key: 'trunc' = JSON.parse('\"trunc\"');\nshow(Math[key](1.5));",
    "2:6",
    /Math\[key\] by a key that is computed/,
  ),
  refused(
    "conversion compared with",
    "const isNumber = (type: unknown) => type === Number;\nshow(isNumber(Number));",
    "1:46",
    /text of your own/,
  ),
];
