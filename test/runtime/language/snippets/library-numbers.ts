// Numbers from text, text from numbers, and what Math and Number lack.
import type { Snippet } from "../snippet.ts";

export const libraryNumbers: readonly Snippet[] = [
  {
    name: "literals to the last bit",
    source: String.raw`
      show(0.1 + 0.2 === 0.3);
      show(0.3 === 3 / 10);
      show([3.14 === 314 / 100, 1.1 === 11 / 10, 0.7 === 7 / 10, 2.675 === 2675 / 1000]);
      const half = 1e-7;
      show(half * 1e7 === 1);
    `,
  },
  {
    name: "number as text",
    source: [
      "const list = [1 / 3, 0.1 + 0.2, 1764000000125.334, 1e21, 1e-7, 51.507412345678, 0.000001234567, 100.1, 1e15 / 3, -1e-7, 4.35 * 100, 2 / 3, 1e20, 123456789 * 987654321, NaN, -Infinity, 1.1 * 1.1];",
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the snippet has the template
      "for (const x of list) { show(`${x}`); show('a' + x); show(String(x)); show(x.toString()); }",
      "let text = '';",
      "for (const x of list) text += x;",
      "show(text);",
      "show(list.map(String));",
      "show((255).toString(16));",
    ].join("\n"),
  },
  {
    name: "toFixed",
    source: String.raw`
      for (const x of [1.005, 2.5, 21.449999999, 3.999, -1.5, 0, -0.0001, 1.45, 8.345, 123.456, 99.995, NaN]) show([x.toFixed(), x.toFixed(1), x.toFixed(2)]);
      show((0.000001).toFixed(7));
    `,
  },
  {
    name: "Number of text",
    source: String.raw`
      const texts = [' 12 ', '', '12px', '0x1f', '1e3', '-5', '1e', 'e5', '.5', '5.', 'Infinity', '0.3', '3.14', '010', '-0x1'];
      show(texts.map(Number).map(String));
      show(texts.map((x) => String(+x)));
      show([Number('0.3') === 3 / 10, Number(null), Number(true), Number([] as any)].map(String));
      show(String(Number(undefined as any)));
      show(Number(new Date(5)));
    `,
  },
  {
    name: "parseFloat and parseInt",
    source: String.raw`
      const texts = ['3.14abc', '-.5', '', 'abc', '  7.5', '1e-3x', '-Infinity', '0x1f', '5e', ' 0x10', '-0x10', '99999999999', 'z'];
      show(texts.map((x) => String(parseFloat(x))));
      show(texts.map((x) => String(parseInt(x))));
      show([parseInt('101', 2), parseInt('z', 36), parseInt('ff', 16), parseInt('0xff', 16), Number.parseInt('7'), Number.parseFloat('1.5')]);
      show([String(parseInt('12', 1)), Object.is(parseInt('-0'), -0), Object.is(parseInt('0'), 0)]);
    `,
  },
  {
    name: "Number has",
    source: String.raw`
      show(['1', 2, NaN, 1.5, Infinity].map(Number.isInteger));
      show(['1', 2, NaN].map(Number.isFinite));
      show(['x', NaN].map(Number.isNaN));
      show(Number.isSafeInteger(2 ** 53));
      show([Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]);
      show(Number.EPSILON === 2 ** -52);
    `,
  },
  {
    name: "Math has",
    source: String.raw`
      show([Math.trunc(-1.5), Math.hypot(3, 4), Math.log2(8), Math.log10(1000), Math.cbrt(27), Math.sign(-3), Math.fround(0.5), Math.imul(0xffffffff, 5), Math.clz32(1)]);
      show([1.5, -2.5].map(Math.round));
      show(String(Math.sign(NaN)));
      show(Math.round('3.7' as any));
    `,
  },
  {
    name: "powers",
    source: String.raw`
      show([2 ** 10 === 1024, 2 ** 53 === 9007199254740992, 10 ** 15 === 1e15, 10 ** -3 === 0.001, 2 ** -1]);
      show([Math.pow(16, 0.5), Math.sqrt(49), Math.sqrt(1e6), Math.sqrt(-1)]);
      let p = 3;
      p **= 3;
      show(p);
      show([(-2) ** 3, 1.5 ** 3, Math.pow(0, 0)]);
    `,
  },
  {
    name: "x += what changes x",
    source: String.raw`
      let x = 1;
      function f() { x = 5; return 1; }
      x += f();
      show(x);
      const o = { x: 1 };
      function g() { o.x = 5; return 1; }
      o.x += g();
      show(o.x);
      let t = 2;
      t += t++;
      show(t);
      let n = 10;
      const less = () => { n = 1; return 2; };
      n -= less();
      show(n);
    `,
  },
  {
    name: "hyperbolic functions, log1p and expm1",
    source: `
      const round = (x: number) => Math.round(x * 1e12);
      for (const x of [0.5, -0.5, 0.01, 2, 0, 1e-9]) {
        show([Math.tanh(x), Math.sinh(x), Math.cosh(x), Math.asinh(x), Math.log1p(x), Math.expm1(x)].map(round));
      }
      show([Math.acosh(2), Math.acosh(1), Math.atanh(0.5), Math.atanh(-0.5)].map(round));
      show([Math.log1p(1e-10), Math.expm1(1e-10), Math.sinh(1e-10)].map((x) => Math.round(x * 1e22)));
      const ends = [Math.log1p(-1), Math.log1p(-2), Math.expm1(-100), Math.expm1(Infinity), Math.tanh(1000)];
      show([...ends, Math.tanh(-Infinity), Math.sinh(-Infinity), Math.acosh(0), Math.atanh(1), Math.atanh(2)].map(String));
    `,
  },
  {
    name: "powers below 1e-308, and of what is no number",
    source: String.raw`
      const n: number = JSON.parse("-1074");
      show([2 ** n === Number.MIN_VALUE, (-2) ** -1073 === -2 * Number.MIN_VALUE, 2 ** -1075, 7 ** -900]);
      show([10 ** -310, 3 ** -660, 1e160 ** -2].map((x) => Math.round(x * 1e300 * 1e18)));
      show([Infinity ** -1, Infinity ** -2, 0 ** -1, (-Infinity) ** -4, NaN ** -2, Infinity ** 2].map(String));
      show([1 / (-Infinity) ** -3 < 0, 1 / (-Infinity) ** -1 < 0, 10 ** -3, Math.pow(5e-324, -1)].map(String));
    `,
  },
  {
    name: "constants and functions taken out of Number",
    source: String.raw`
      const { MAX_SAFE_INTEGER: most, EPSILON, parseInt: whole, MIN_VALUE } = Number;
      show([most, EPSILON, whole("12px"), MIN_VALUE === Number.MIN_VALUE, MIN_VALUE > 0].map(String));
      show([typeof clearInterval, typeof clearTimeout !== "undefined"]);
    `,
  },
  {
    name: "Math.max and Math.min of dates, and of a list that is any, applied",
    source: String.raw`
      const dates = [new Date(5), new Date(9)];
      show([Math.max.apply(null, dates as any), Math.min.apply(Math, dates as any)]);
      show([Math.max(new Date(1) as any, new Date(2) as any)]);
      const numbers = [3, 1, 2];
      show([Math.max.apply(null, numbers), Math.max(new Date(3) as any, 1), Math.min.apply(null, [])]);
    `,
  },
  {
    name: "parseInt of what may be a number",
    source: String.raw`
      const all: any[] = [1e21, 1.5e21, 1e23, -3e40, 1e-6, 1e-7, -1.5e-7, 0.5, 1e20, 123456789012345680000, -7.9, 0, NaN, Infinity, "12px", " 0x1f", "z", null, undefined];
      show(all.map((x) => [parseInt(x), parseInt(x, 10), Number.parseInt(x)].join()));
      const based = (x: any, base: number) => parseInt(x, base);
      show([based(31, 16), based("1f", 16), based("9".repeat(2), 10), based("x".repeat(70), 10)]);
    `,
  },
];
