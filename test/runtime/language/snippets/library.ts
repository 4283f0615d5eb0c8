import type { Snippet } from "../snippet.ts";

export const library: readonly Snippet[] = [
  {
    name: "clearTimeout undefined",
    source: String.raw`
      let t: any;
      clearTimeout(t);
      clearTimeout(undefined);
      clearInterval(t);
      t = setTimeout(() => show("bad"), 5);
      clearTimeout(t);
      show("ok");
    `,
  },
  {
    name: "getter and setter in an object literal",
    source: String.raw`
      const o = {
        a: 1,
        get b() {
          return this.a + 1;
        },
        set b(v) {
          this.a = v;
        },
      };
      o.b = 5;
      show([o.a, o.b]);
    `,
  },
  {
    name: "getter define",
    source: String.raw`
      const o: any = {};
      Object.defineProperty(o, "x", {
        get() {
          return 4;
        },
        enumerable: true,
      });
      show(o.x);
      show("x" in o);
    `,
  },
  {
    name: "date",
    source: String.raw`
      show(new Date(0).toISOString());
      show(typeof Date.now());
      show(new Date(86400000).getTime());
    `,
  },
  {
    name: "JSON",
    source: String.raw`
      show(JSON.parse('{"a":[1,2,{"b":null}],"c":"x\\u0041\\n"}'));
      show(JSON.stringify({ a: undefined, b: () => 1, c: [undefined] }));
    `,
  },
  {
    name: "toJSON",
    source: String.raw`
      show({
        toJSON() {
          return 5;
        },
      });
      show(new Date(0));
    `,
  },
  {
    name: "object methods",
    source: String.raw`
      show(Object.keys({ b: 1, a: 2 }));
      show(Object.values({ a: 1 }));
      show(Object.entries({ a: 1, b: 2 }));
      show(Object.assign({ a: 1 }, { b: 2 }));
      show(Object.fromEntries([["a", 1]]));
      show({ a: 1 }.hasOwnProperty("a"));
      show(Object.getPrototypeOf({ a: 1 }) === Object.getPrototypeOf({}));
      show(Object.create({ q: 1 }).q);
    `,
  },
  {
    name: "object entries on array/string",
    source: String.raw`
      show(Object.keys(["x", "y"]));
      show(Object.entries(["x"]));
      show(Object.values("ab" as any));
    `,
  },
  {
    name: "defineProperty writable",
    source: String.raw`
      const o: any = {};
      Object.defineProperty(o, "a", { value: 1, enumerable: true, writable: true });
      show(o.a);
    `,
  },
  {
    name: "setInterval clear in callback",
    source: String.raw`
      let n = 0;
      const t = setInterval(() => {
        if (++n === 3) {
          clearInterval(t);
          show(n);
        }
      }, 2);
    `,
  },
  {
    name: "timer args",
    source: String.raw`
      setTimeout((a: number, b: number) => show(a + b), 1, 2, 3);
    `,
  },
  {
    name: "Date",
    source: String.raw`
      const d = new Date(2024, 1, 29, 12, 30, 15, 500);
      show([
        d.getFullYear(),
        d.getMonth(),
        d.getDate(),
        d.getHours(),
        d.getMinutes(),
        d.getSeconds(),
        d.getMilliseconds(),
        d.getDay(),
      ]);
      show(new Date("2024-02-29T12:30:15Z").getTime());
      show(new Date(1709209815000).toISOString());
      show(new Date(2024, 0, 1) < new Date(2024, 0, 2));
    `,
  },
  {
    name: "Date.UTC",
    source: String.raw`
      show([Date.UTC(2024), Date.UTC(2024, 1), Date.UTC(2024, 1, 29, 12, 30, 15, 250)]);
      show([Date.UTC(70, 0), Date.UTC(1600, 2, 1), Date.UTC(1999, 11, 31, 23, 59, 59, 999)]);
      show([Date.UTC(2024, -1, 1), Date.UTC(2024, 14, 31), Date.UTC(2024, 0, 0), Date.UTC(2000, 1, 29.7)]);
      show([Date.UTC(-1, 0, 1), isNaN(Date.UTC(2024, NaN))]);
      show(new Date(Date.UTC(2024, 5, 17, 1)).toISOString());
    `,
  },
  {
    name: "functions taken out of the library's objects",
    source: `
      const { keys, entries: list } = Object, { parse, stringify } = JSON;
      const { floor, round } = Math;
      const { isInteger } = Number as any, { from = 1 } = Array as any;
      show([keys({ a: 1 }), list({ b: 2 }), parse("1"), stringify({ a: 1 / 3 }), floor(1.5), round(-2.5)]);
      const f = () => {
        const { assign } = Object;
        return assign({ b: 1 }, { a: 1 });
      };
      show([f(), isInteger(1.5), from({ length: 2 }).length]);
    `,
  },
  {
    name: "what the library's objects are",
    source:
      "show([typeof Math, typeof JSON, typeof console, typeof Object]); ((Math: any) => show(typeof Math))(1);",
  },
  {
    name: "Object(x) === x asks for an object",
    source: `
      const isObject = (x: any) => Object(x) === x;
      show([1, "a", true, null, undefined, {}, [], () => 1, new Date(0)].map(isObject));
      const o: any = { held: 5 };
      show([Object(o.held) !== o.held, o == Object(o), Object(o as object) === (o as object)]);
    `,
  },
  {
    name: "library objects by another name",
    source: String.raw`
      const J = JSON, M = Math, N = Number, S = String, O = Object, A = Array, D = Date, P = Promise;
      const K = M;
      show(J.stringify([0.1 + 0.2, 1e21]), J.stringify({ a: 1, b: 2 }, ["a"]));
      show(J.parse('{"a":1}', (_key, value) => (value === 1 ? 2 : value)));
      show(M.round(-2.5), K.trunc(1.5), N(" 5 "), N(new D(5)), S(1 / 3), N.isInteger(3));
      show(O.entries({ a: 1 }), A.from("ab"), ["1"].map(N), [] instanceof A, typeof M);
      P.resolve(3).then((x) => show(x));
      function inner(x: number) {
        const M = JSON;
        return M.stringify(x / 3);
      }
      function hidden(M: { trunc(x: number): number }) {
        return M.trunc(4);
      }
      show(inner(1), hidden({ trunc: (x) => x * 2 }));
      show(Math["trunc"](1.5), Object["entries"]({ a: 1 }));
      const U = Uint8Array, L = Map, c = console;
      show([...U.from([1, 300])], [...U.of(3)], new U(2).length, new L([[1, 2]]).get(1), typeof c);
    `,
  },
  {
    name: "library objects told apart",
    source: String.raw`
      const x: any = [1];
      show(x instanceof Array, x instanceof Object, typeof JSON, !Math, Promise ? 1 : 2);
      show(["1", "2"].map(Number), [1, 2].map(String), [0, 1].filter(Boolean));
      const f = (conversion: (text: string) => number) => conversion(" 5 ");
      show(f(Number));
    `,
  },
];
