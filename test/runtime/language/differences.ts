// What stays different on Espruino, and no build can tell: shown here as it is, so that a change of
// it is noticed. docs/language.md says the same in words.

export interface Difference {
  readonly name: string;
  readonly source: string;
  readonly onEspruino: readonly string[];
}

export const DIFFERENCES: readonly Difference[] = [
  {
    name: "`o[key] += x` takes Espruino's function for what is added to, where the key is `on`, `emit`, `clone`, `addListener`, `removeListener` or `removeAllListeners` and the object has none of its own (the language adds to `undefined`)",
    source: "const o: any = {}; for (const key of ['on']) o[key] += 1; show(typeof o.on);",
    onEspruino: ['"string"'],
  },
  {
    name: "the `this` of a function that is called without an object is the global object, and so it is of a method that was taken off its own, where the build does not see it (`setTimeout(o.m)`, `list.map(o.m)`, `const m = o.m; m()` and `const { m } = o; m()` are refused where `m` reads `this`)",
    source:
      "const o = { m() { return this === (globalThis as any); } }; const [m] = [o.m]; show(m!());",
    onEspruino: ["true"],
  },
  {
    name: "a text or typed array throws at an index below 0, at a fraction or NaN, where neither of the two shows what it is, nor that it is `any` (`at` does not); a text at one from 2^31 on; and a read of a typed array at such an index that its function is given, where the value is not tested",
    source:
      "class Box<T> { constructor(readonly held: T) {} } const [text, i] = new Box(['abc', -1] as const).held; try { show(text[i]); } catch { show('thrown'); }",
    onEspruino: ['"thrown"'],
  },
  {
    name: "a function called above a `let` or `const` that it may read or write does not throw: it finds `undefined`, or the constant, and what it writes is written over (where it reads it for sure the call is refused)",
    source:
      "function f(now: boolean) { return now ? a : 0; } show(f(true)); const a = JSON.parse('1');",
    onEspruino: ["undefined"],
  },
  {
    name: "the length of a function counts parameters with a default value, if no name that is called or declared as a function is asked for its length; that of a bound function counts what is bound",
    source: "const all: any[] = [(a = 1) => a]; show(all[0].length);",
    onEspruino: ["1"],
  },
  {
    name: "`toFixed` throws from 1e21 on, and for more than 15 digits (`String(x)` has them all)",
    source:
      "const x: number = JSON.parse('1e21'); try { show(x.toFixed(2)); } catch { show('thrown'); }",
    onEspruino: ['"thrown"'],
  },
  {
    name: "`parseInt` of more than 15 digits may be off in the last bits (`Number(text)` is not)",
    source:
      "show(parseInt('123456789012345678901234567890123', 10) === Number('123456789012345678901234567890123'));",
    onEspruino: ["false"],
  },
  {
    name: "a number below 1e-307 may be read and written off by its last digit, the smallest of them by more",
    source:
      "const x: number = JSON.parse('3.102985498450267e-308'); show(String(x)); show(Number(String(x)) === x);",
    onEspruino: ['"3.1029854984502668e-308"', "true"],
  },
  {
    name: "a member `__proto__` is no member: `JSON.parse` loses one of that name",
    source: `show(JSON.parse('{"__proto__":1,"a":2}'));`,
    onEspruino: ['{"a":2}'],
  },
  {
    name: "a generator or iterator, an ArrayBuffer, a DataView, Math and JSON as text are not named (a Map, Set, Promise or RegExp is right; so is its `source`, read by that name)",
    source: "const all: unknown[] = [[1].values()]; show(String(all[0]));",
    onEspruino: ['"[object Object]"'],
  },
  {
    name: "a fraction as the key of an object has at most eleven decimals, and a number from 2^53 on may have other digits, where the build sees no fraction made (`/`, `0.5`, `Number`, `JSON.parse`) and the program makes no text of numbers, or takes the interpreter's (`o[String(x)]` and a `Map` have all)",
    source:
      "const o: Record<number, number> = {}; class A { put(x: number) { o[x] = 1; } } new A().put(Math.sqrt(2)); show(Object.keys(o));",
    onEspruino: ['["1.41421356237"]'],
  },
  {
    name: "a minus before what is 0, and a product or rest that is 0, is 0, not -0, where it is kept and the program has no `Object.is`, no `Math.atan2` and no `1 / x` beside a comparison; and `Math.min(0, -0)` is 0 (text and JSON have no -0)",
    source: "const zero: number = JSON.parse('0'); const kept = -zero; show(String(5 / kept));",
    onEspruino: ['"Infinity"'],
  },
  {
    name: "a date as text has no name of the zone (`toISOString` is the same)",
    source: "show(String(new Date('2024-12-01T10:20:30Z')));",
    onEspruino: ['"Sun Dec 01 2024 10:20:30 GMT+0000"'],
  },
  {
    name: "a write to an accessor by a computed key, a pattern (`[o.a] = list`) or `Object.assign` reads it too, and does not throw where it has no setter; nor does a write by a name that is a field elsewhere, where the build does not see that the object is `this` or `any`",
    source:
      "let reads = 0; const o: any = { get a() { reads++; return 1; }, set a(_: number) {} }; for (const key of ['a']) o[key] = 2; show(reads);",
    onEspruino: ["1"],
  },
  {
    name: "`toUpperCase`, `toLowerCase`, `trim` and what makes numbers of texts know the letters and blanks of ASCII only, and what `toLowerCase` makes of the bytes above depends on the board, in a program that has no text or RegExp with a character above ASCII (one that has knows them all); `JSON.stringify` writes those bytes as `\\u00E9`, 0x7f as `\\u007F`, and codes below 0x20 in capitals (`\\u001F`), which is the same value and still JSON on the wire",
    source: String.raw`const e = String.fromCharCode(233); show([e.toUpperCase() === e, JSON.stringify(e + "\x7f\x1f")]);`,
    onEspruino: ['[true,"\\"\\\\u00E9\\\\u007F\\\\u001F\\""]'],
  },
  {
    name: "a fraction that `concat` adds has eleven decimals, where the build does not see that it is added to a text, in a program that makes no text of numbers",
    source:
      "const add = (to: any, n: any) => to.concat(n); show(add('', Math.sqrt(2)) === '1.41421356237');",
    onEspruino: ["true"],
  },
  {
    name: "`toUpperCase` of `\\xb5` and `\\xff`, whose capitals are no bytes, throws",
    source: String.raw`try { show("\xb5".toUpperCase()); } catch { show("thrown"); }`,
    onEspruino: ['"thrown"'],
  },
  {
    name: "`match` with a text that is no plain one, `search` and `matchAll` with any, throw: a RegExp is written as a literal",
    source: "try { show('a.b'.match('a.')); } catch { show('thrown'); }",
    onEspruino: ['"thrown"'],
  },
  {
    name: "a method that Espruino lacks is `undefined` where it is read, not called, off a variable by a name of one word (`text.normalize`, `set.union`, `list.keys`), which may be a member of one's own; any other is refused",
    source: "const text = String(1); show(typeof text.normalize);",
    onEspruino: ['"undefined"'],
  },
  {
    name: "functions have no name, also where the build does not see that it is one (`f.name` of a function, a class, or a parameter that is called is refused): hand the text over beside it",
    source: "function f() {} const all: any[] = [f]; show(typeof all[0].name);",
    onEspruino: ['"undefined"'],
  },
  {
    name: "the prototype of a class in a variable is that of a function (`Object.getPrototypeOf(A)` is refused, `instanceof` is right)",
    source:
      "class A {} class B extends A {} const base = (x: any) => Object.getPrototypeOf(x); show(base(B) === A);",
    onEspruino: ["false"],
  },
  {
    name: "a text taken as a number by an operator (`*`, `-`, `<`, `==`, `|`...) may have no blanks, and is read up to what is no digit, where the build does not see that it is `any`: no name in it is annotated or cast so, nor made of `JSON.parse` (TypeScript refuses all but `any`; `Number(text)` is right)",
    source:
      "class Box<T> { constructor(readonly held: T) {} } const box = new Box([' 7 ', '12e'] as never[]); show(box.held.map((x) => [x * 1, x == 7, x | 0]));",
    onEspruino: ["[[null,false,0],[12,false,0]]"],
  },
  {
    name: "a function that returns a number or text, made new through another name, gives that (a class gives the object; `new F` is refused)",
    source:
      "function F(this: any) { this.a = 1; return 5; } const make = (made: any) => new made(); show(make(F) === 5);",
    onEspruino: ["true"],
  },
  {
    name: "two typed arrays of the same elements are the same, where the build does not see that they are typed arrays, as keys of a Map or Set, and to `indexOf` and `includes`; so are their buffers",
    source:
      "const all: unknown[] = [new Uint8Array(2), new Uint8Array(2)]; show(all.indexOf(all[1])); const a: Uint8Array = new Uint8Array(2); show(a === all[0]);",
    onEspruino: ["0", "false"],
  },
  {
    name: "`{ ...f }` of a function is empty, and the keys of a class leave out fields that hold functions",
    source:
      "class A { static a = 1; static f = () => 2; } show([Object.keys(A), Object.keys({ ...A })]);",
    onEspruino: ['[["a"],[]]'],
  },
  {
    name: "a date as text in another form than ISO (`2024-12-31T23:59:59Z`, or with a blank for the T, or `/` in the date) or HTTP (`Sat, 01 Jun 2024 12:00:00 GMT`) throws",
    source: "try { show(Date.parse('June 1, 2024')); } catch { show('thrown'); }",
    onEspruino: ['"thrown"'],
  },
  {
    name: "a Date of type `any` is its time to `===` with a number, and never a text to `==`",
    source:
      "const d: any = new Date(5); const kept = [d]; show([kept[0] === 5, kept[0] == String(d)]);",
    onEspruino: ["[true,false]"],
  },
  {
    name: "the year of a Date before 1000 or after 9999 is written as it is by `toISOString`",
    source: "show(new Date(Date.UTC(10000, 0)).toISOString());",
    onEspruino: ['"10000-01-01T00:00:00.000Z"'],
  },
  {
    name: "a key of 32 digits or more throws, in an object or array (not in a Map)",
    source:
      "const counts: Record<string, number> = {}; try { show(counts['1'.repeat(32)]); } catch { show('thrown'); } show(new Map([['1'.repeat(32), 1]]).get('1'.repeat(32)));",
    onEspruino: ['"thrown"', "1"],
  },
  {
    name: "what an object inherits is not found by a key of more than 63 characters (what it holds itself is; a method of a class is refused)",
    source:
      "const key = 'k'.repeat(64); const base: any = {}; base[key] = 1; show(Object.create(base)[key]);",
    onEspruino: ["undefined"],
  },
  {
    name: "an array that is written at a whole number below 0, made of a fraction or text, has an element there, where the build does not see that the number may be one (an object has a member, as it should)",
    source:
      "class A { list: number[] = []; put(i: number) { this.list[i] = 1; } } const a = new A(); a.put(Math.floor(-1.5)); show([a.list[-2] === undefined, Object.keys(a.list)]);",
    onEspruino: ['[true,["-2"]]'],
  },
  {
    name: "what is no array or text is gone over as an empty one, and gives `undefined` to a pattern, and what is no object is asked by `in` without an error, where the build does not see that it is `any`, or the pattern is that of a parameter or within another, in a program without a Map, Set or iterator",
    source:
      "const first = ([a]: any) => a; try { show(first(JSON.parse('{}'))); } catch { show('thrown'); }",
    onEspruino: ["undefined"],
  },
  {
    name: "an array of one number is not the same key as the number (`list[[1] as any]`; by its text, `String([1])`, it is)",
    source:
      "const list = [1, 2]; const key = [1] as any; show([list[key] === undefined, list[String(key) as any]]);",
    onEspruino: ["[true,2]"],
  },
  {
    name: "null has the methods `hasOwnProperty` and `valueOf`, and `toString` in a source of native text, where the build does not see that it may be null: no name in it is annotated or cast `any`, nor made of `JSON.parse`; and it is taken by `Object.assign`, `Object.getPrototypeOf`, `Object.getOwnPropertyNames` and `Object.getOwnPropertyDescriptor`",
    source:
      "const o: { a: Record<string, number> | null } = { a: null }; show(o.a!.hasOwnProperty('a'));",
    onEspruino: ["false"],
  },
  {
    name: "a read by a computed key of what turns out to be a number or boolean throws, and `?.` does not help, unless the build sees that it may be one (`any`, or made of `JSON.parse`) and that the key is none of the names of numbers",
    source:
      "const read = (value: any, i: number) => value?.[i]; try { show(read(5, 0)); } catch { show('thrown'); }",
    onEspruino: ['"thrown"'],
  },
  {
    name: "the cause of an error is not its own to `Object.hasOwn` (`'cause' in error` is right)",
    source: "show(Object.hasOwn(new Error('a', { cause: 1 }), 'cause'));",
    onEspruino: ["false"],
  },
  {
    name: "an interval that is overdue by more than one of its times makes up for each (`changeInterval(id, milliseconds)` starts it anew)",
    source:
      "const at: number[] = []; const id = setInterval(() => at.push(Date.now()), 10); setTimeout(() => { show(at.filter((t, i) => t - at[i - 1]! < 5).length > 4); clearInterval(id); }, 300); const end = Date.now() + 90; while (Date.now() < end) {}",
    onEspruino: ["true"],
  },
  {
    name: "a call takes at most 256 arguments: `f(...list)`, `new C(...list)` and `list.unshift(...more)` of more throw (`push`, `Math.max`, `Math.min` and `String.fromCharCode` take any number)",
    source:
      "const big = Array.from({ length: 300 }, (_, i) => i); const last = (...all: number[]) => all.at(-1); try { show(last(...big)); } catch { show('thrown'); }",
    onEspruino: ['"thrown"'],
  },
  {
    name: "a function as text is written as the interpreter keeps it",
    source: "const all: any[] = [() => 1]; show(String(all[0]).startsWith('function'));",
    onEspruino: ["true"],
  },
];
