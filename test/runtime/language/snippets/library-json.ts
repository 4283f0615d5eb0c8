// JSON, Object and Date by the letter.
import type { Snippet } from "../snippet.ts";

export const libraryJson: readonly Snippet[] = [
  {
    name: "JSON.parse refuses what is no JSON",
    source: String.raw`
      for (const text of ['1 x', "{'a':1}", '[1,]', '01', '1.', '-', '[1 2]', '{"a":1,}', '0x10', '"\\x41"', '', 'nul', '+1', '-01', '.5', '1e', '"a\nb"', 'undefined', '{a:1}', '[', '{"a"']) {
      try { JSON.parse(text); show(text); } catch (e) { show(e instanceof SyntaxError); }
      }
    `,
  },
  {
    name: "JSON.parse",
    source: String.raw`
      show(JSON.parse(' {"a":[1,-2.5e3,"x\\u0041\\n",null,true,false,{}],"b":{"c":0.5}} '));
      show(JSON.parse('0.3') === 3 / 10);
      show(JSON.parse('{"a":1,"a":2}'));
      show([JSON.parse('"\\"\\\\\\/\\b\\f\\t"'), JSON.parse('[]'), JSON.parse(' null ')]);
    `,
  },
  {
    name: "JSON.parse with a reviver",
    source: String.raw`
      show(JSON.parse('{"a":1,"b":[2,3],"c":"x"}', (k, v) => (typeof v === 'number' ? v * 2 : k === 'c' ? undefined : v)));
    `,
  },
  {
    name: "JSON.stringify",
    source: String.raw`
      show(JSON.stringify({ a: [1, { b: 2 }], c: undefined, d: () => 1, e: [() => 1, undefined], n: NaN }));
      show(JSON.stringify(undefined));
      show(JSON.stringify({ b: 1, 2: 1, 1: 1 }));
      show(JSON.stringify({ at: new Date(0), toJSON() { return { t: this.at }; } }));
      show(JSON.stringify(new Uint8Array([1, 2])));
      show(JSON.stringify({ get x() { return 3; } }));
      show(JSON.stringify([1 / 3, 'a"b', null, true]));
      show(JSON.stringify('line\n'));
    `,
  },
  {
    name: "JSON.stringify with a replacer and a layout",
    source: String.raw`
      show(JSON.stringify({ a: 1, b: [1, 2], c: {}, d: [] }, null, 2));
      show(JSON.stringify({ a: 1, b: { a: 2, c: 3 } }, ['a', 'b']));
      show(JSON.stringify({ a: 1, b: 'x' }, (k, v) => (k === 'a' ? undefined : v)));
      show(JSON.stringify([1], null, '--'));
    `,
  },
  {
    name: "JSON.stringify of a cycle",
    source: String.raw`
      const c: any = { a: 1, again: [{}] };
      show(JSON.stringify(c));
      c.self = c;
      try { JSON.stringify(c); } catch (e) { show(e instanceof TypeError); }
    `,
  },
  {
    name: "keys that are numbers",
    source: String.raw`
      show(Object.keys({ b: 1, 2: 1, 1: 1, a: 1, '01': 3 }));
      show(Object.entries({ 10: 'x', 9: 'y' }));
      show(Object.values({ z: 0, 1: 2 }));
      const counts: Record<number, number> = {};
      for (const n of [30, 4, 30, 100]) counts[n] = (counts[n] ?? 0) + 1;
      show(Object.entries(counts));
    `,
  },
  {
    name: "keys of 64 characters and more",
    source: String.raw`
      const url = "https://example.com/api/v1/devices/esp32-0123456789ab/telemetry/temperature";
      const hits: Record<string, number> = { "https://example.com/api/v1/devices/esp32-0123456789ab/telemetry/temperature": 1 };
      hits["https://example.com/api/v1/devices/esp32-0123456789ab/telemetry/temperature"]! += 1;
      show([hits[url], { [url]: url }, Object.keys({ ...hits, 2: 0 }), Object.values(hits), "${"word".repeat(20)}"[2]]);
      const topic = "word".repeat(20), digest = "12".repeat(31) + "ab";
      const counts: Record<string, number> = { [topic]: 1, [digest]: 2 };
      show([Object.entries(counts), Object.entries(counts).length, JSON.stringify(counts), counts[digest]]);
      show(topic in { "${"word".repeat(20)}": 1 });
      show(topic in { ["${"word".repeat(20)}"]: 1 });
      const made = () => { const o: any = {}; o["${"word".repeat(20)}"] = 3; o[\`${"word".repeat(20)}s\`] = 4; return o; };
      const { "${"word".repeat(20)}": three, ...rest } = made();
      show([made()[topic], three, rest]);
      enum Topic { "${"word".repeat(20)}" = 1 }
      show(Object.keys(Topic));
      class Named { "${"word".repeat(20)}" = 5; }
      show([new Named(), (new Named() as any)[topic]]);
      show(Object.keys(Object.fromEntries([[topic, 1], [digest, 2]])));
    `.replaceAll("\\`", "`"),
  },
  {
    name: "Object has",
    source: String.raw`
      show([Object.hasOwn({ a: 1 }, 'a'), Object.is(NaN, NaN), Object.is(1, '1'), Object.is('a', 'a')]);
      show(Object.entries(Object.fromEntries([['a', 1], [2, 'b']] as any)));
      show(Object.assign([1, 2], [3]));
      show(Object.assign({}, null, 'ab', { c: 1 }));
      try { Object.keys(null as any); } catch (e) { show(e instanceof TypeError); }
      show(Object.keys(new Date()));
    `,
  },
  {
    name: "accessors of an object literal",
    source: String.raw`
      const o = { n: 1, get twice() { return this.n * 2; }, set half(v: number) { this.n = v / 2; } };
      o.half = 10;
      show([o.n, o.twice]);
      show(Object.keys(o));
      show({ ...o }.twice);
      show(JSON.stringify(o));
    `,
  },
  {
    name: "an accessor as a statement",
    source: String.raw`
      let n = 0;
      const o = { get a() { return ++n; } };
      o.a;
      o['a'];
      show(n);
      try { (undefined as any).x; } catch { show('thrown'); }
    `,
  },
  {
    name: "what an assignment is worth",
    source: String.raw`
      let w = 0;
      const o = { get x() { return w; }, set x(n) { w = n * 10; } };
      show([(o.x = 5), ++o.x, (o.x += 2)]);
      const bytes = new Uint8Array(2);
      const k = (bytes[0] = 300);
      show([k, (bytes[0] += 300)]);
      let z: number;
      z = bytes[1] = 256;
      show(z);
      class A { static n = 1; static inc() { return ++this.n; } }
      class B extends A {}
      show(B.inc());
    `,
  },
  {
    name: "Date from text",
    source: String.raw`
      for (const text of ['2024-06-01', '2024-06', '2024', '2024-13-01', '2024-02-29T12:34:56.789Z', '2024-01-02T03:04:05+02:00', '2024-01-02T25:00:00Z', 'garbage', '']) show(new Date(text).getTime());
      show(isNaN(Date.parse('x')));
    `,
  },
  {
    name: "Date from anything",
    source: String.raw`
      show([new Date(new Date(5)).getTime(), new Date(null as any).getTime(), new Date(1.7).getTime()]);
      show(isNaN(new Date(undefined as any).getTime()));
      show(new Date(2024, 5).getDate());
      show([Number.isInteger(Date.now()), Number.isInteger(new Date().getTime())]);
    `,
  },
  {
    name: "parts of a typed array",
    source: String.raw`
      const b = new Uint8Array([1, 2, 3, 4, 5]);
      const c = b.slice(1, 3);
      c[0] = 300;
      show([c[0], c instanceof Uint8Array, c.length]);
      show([b.subarray(0, 20).length, b.subarray(-20).length, b.subarray(1, 3)[0], b.subarray(-2)[0]]);
      const d = b.filter((x) => x > 2);
      d[0] = 257;
      show(d[0]);
      show(['abc'.slice(1), [1, 2, 3].slice(-1), [1, 2].filter((x) => x > 1)]);
    `,
  },
  {
    name: "split",
    source: String.raw`
      show(['a,b,c'.split(',', 2), ''.split('ab'), 'a--b'.split('--'), ''.split(''), 'abc'.split('')]);
    `,
  },
  {
    name: "texts have",
    source: [
      "show(['  a '.trimStart() + '|', '  a '.trimEnd() + '|', 'abc'.codePointAt(1), 'x1y'.search(/[0-9]/), 'xy'.search(/[0-9]/)]);",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the snippet has the template
      "show(String.raw`a\\n${1}b`);",
      "show(String.fromCodePoint(65, 66));",
    ].join("\n"),
  },
  {
    name: "JSON.parse of a text that was cut",
    source: String.raw`
      for (const text of ['{"a":"x', '"abc', '{"a"', '"a\\', '[1,', '{"a":1', '"']) {
        try { show(JSON.parse(text)); } catch (e) { show(e instanceof SyntaxError); }
      }
    `,
  },
  {
    name: "JSON of an array with places never set",
    source: `
      const hours: number[] = [];
      hours[3] = 1;
      show(JSON.stringify(hours));
      show(JSON.stringify({ h: hours, n: new Array(2) }));
    `,
  },
  {
    name: "a Date is not its time",
    source:
      'const all: unknown[] = [5, new Date(5), new Date(5), "x", undefined]; show(all.map((a) => all.map((b) => [a === b, a !== b, Object.is(a, b)])));',
  },
  {
    name: "two Dates of one time",
    source: `
      interface Log { when: Date; tags: string[] }
      const copyOf = (log: Log): Log => ({ when: new Date(log.when.getTime()), tags: [...log.tags] });
      const original: Log = { when: new Date(5), tags: ["a"] };
      const copy = copyOf(original);
      show([copy.when !== original.when, copy.when === original.when, copy.when.getTime() === original.when.getTime()]);
      const same = <T>(x: T, y: T) => x === y;
      show([same(copy.when, original.when), same(original.when, original.when), same(1, 1), same("a", "a")]);
      show([same<unknown>(undefined, undefined), same<unknown>(null, undefined), same(NaN, NaN), same({}, {}), same(same, same)]);
      show([copy.when == original.when, original.when != original.when, (original as any).none == null]);
      show([Object.is(copy.when, original.when), Object.is(copy.when, copy.when), Object.is(NaN, NaN)]);
      const days = [new Date(1), new Date(1)];
      show([days.findIndex((day) => day === days[1]), days.indexOf(days[1]!), days[0] === days[1]]);
      const kinds: Record<string, number> = { at: 1 };
      const key: string = "at";
      show([kinds[key] === kinds.at, kinds.none === kinds.never, copy.tags[0] === original.tags[0]]);
    `,
  },
  {
    name: "JSON.stringify whose replacer shortens the array",
    source: String.raw`
      show(JSON.stringify({ l: [1, 2, 3] }, function (k, v) { if (k === "0") (this as any).pop(); return v; }));
      show(JSON.stringify([1, 2], function (k, v) { if (k === "0") (this as any).push(3); return v; }));
    `,
  },
];
