// Names of one's own that hide a global which the build's helpers go by.
import type { Snippet } from "../snippet.ts";

export const ownNames: readonly Snippet[] = [
  {
    name: "a recursive function called process",
    source: String.raw`
      function process(x: number): number { return x ? process(x - 1) : 7; }
      show(process(2));
    `,
  },
  {
    name: "a variable called process, below a recursive function",
    source: String.raw`
      function hoisted(n: number): string { return n > 0 ? "h" + hoisted(n - 1) : "."; }
      show(hoisted(3));
      let process = "p";
      show([process, { process }, ((process: number) => process + 1)(1)]);
    `,
  },
  {
    name: "names of the library as names of one's own",
    source: String.raw`
      const Object = 1, Number = 2, Array = [5], String = 4;
      const { a, ...rest } = JSON.parse('{"a":1,"b":2}');
      class A { b = 1; get c() { return this.b / 3; } }
      class B extends A { d = 2; }
      show([new B().d, rest, [1 / 3].join(), [1, [2]].flat(), new B().c.toString()]);
      show([Object, Number, Array, String, { Number }]);
    `,
  },
  {
    name: "Math, Date and clearTimeout as names of one's own",
    source: String.raw`
      const Math = { round: (x: number) => x + 0.25, name: "own" };
      class Date { at = 1; now() { return Date.zero + this.at; } static zero = 5; }
      function clearTimeout(id: number) { return "cleared" + id; }
      show([Math.round(2.5), [1 / 3].join(), new Date().now(), clearTimeout(0), (7.5).toFixed(1)]);
    `,
  },
  {
    name: "names of the library in patterns and parameters",
    source: String.raw`
      const from = JSON.parse('{"process":1,"Error":[2,3],"Map":4}');
      const { process, Error: [, Error] } = from;
      let Infinity: number, String = 0;
      ({ Infinity = 9, process: String } = from);
      const deep = (process: number, { String = "d" }: { String?: string } = {}): string => (process ? deep(process - 1) : String);
      const Number = function Number(n: number): number { return n ? Number(n - 1) : 8; };
      show([process, Error, Infinity, String, deep(2), Number(2), from.process]);
      process: for (;;) { for (;;) break process; }
    `,
  },
];
