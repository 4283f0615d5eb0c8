// Numbers to the last bit: read from the source and from texts, and written so that they read back.
import type { Snippet } from "../snippet.ts";

/** The eight bytes of a number: `show` itself would print eleven decimals. */
const BITS =
  "const bits = (x: number) => Array.from(new Uint8Array(new Float64Array([x]).buffer));";

/** Numbers between 0 and 1, of 53 bits. */
const RANDOM = `let seed = 3;
      const next = () => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) / 4294967296;
      const random = () => next() + next() / 4294967296;`;

export const exactNumbers: readonly Snippet[] = [
  {
    name: "literals of 17 digits, of any size",
    source: `
      ${BITS}
      const all = [6.02214076e23, 6.62607015e-34, 1e100, 1.7976931348623157e308, 3.4195870142180294,
        96.90671041828399, 2.2250738585072014e-308, 1e22, 1e23, 9007199254740993, 123456789012345678901234567890];
      show(all.map(bits));
      show([all[0] === 602214076e15, all[3] === Number.MAX_VALUE, all[4] === 3.419587014218029]);
      const keys = { 0.1: 1, 1e21: 2, 7: 3, 0.30000000000000004: 4 };
      show([Object.keys(keys), keys[0.1]]);
    `,
  },
  {
    name: "numbers as text and back",
    source: `
      ${RANDOM}
      let lost = 0;
      for (let i = 0; i < 200; i++) {
        const x = random() * Number("1e" + ((i % 50) - 20));
        if (Number(String(x)) !== x || JSON.parse(JSON.stringify([x]))[0] !== x || parseFloat(\`\${-x}\`) !== -x) lost++;
      }
      show(lost);
      show([1e-9, 1e-3, 1, 100, 1e5, 1e12, 1e18, 1e25].map((unit) => String(random() * unit)));
    `,
  },
  {
    name: "numbers of texts with many digits",
    source: `
      ${BITS}
      const texts = ["9007199254740993", "9007199254740995", "4503599627370496.5", "4503599627370497.5",
        "18014398509481986", "0.1000000000000000055511151231257827", "3.14159265358979323846264338327950288",
        "179769313486231570000000000000000000000", "1.7976931348623157e308", "1.7976931348623159e308", "1e309",
        "2.2250738585072014e-308", "1e-400", "123456789012345678", "0.00000000000000012345678901234567"];
      show(texts.map((text) => bits(Number(text))));
      show(texts.map((text) => Number(text) === parseFloat(text) && Number(text) === JSON.parse(text)));
    `,
  },
  {
    name: "the last digit of a number as text",
    source: `
      const all: number[] = JSON.parse("[69.35255522756567,84.74451885936251,79.08928666713005,0.30000000000000004,5e-324]");
      show(all.slice(0, 4).map(String));
      const whole: number[] = JSON.parse("[76004961305608530,1152921504606846976,72057594037927936,9007199254740992,123456789012345680000,18014398509481984]");
      show([whole.map((x) => \`\${x}\`), JSON.stringify(whole), whole.join(" ")]);
      const halves: number[] = JSON.parse("[1125899906842624.25,1125899906842624.75,851411302598447.25,9629312483417.3125]");
      show(halves.map((x) => x.toString()));
      const ends: number[] = JSON.parse("[6.02214076e23,6.62607015e-34,1.7976931348623157e308,1.6021766339999999e-19,7.678447687145631e-239,9.999999999999999e22,1e21,1e-7]");
      show([\`\${ends}\`, String(-1 / 3e30), 2 ** 60 + "", 1 / 3 + ""]);
    `,
  },
  {
    name: "-0 of a text",
    source: `
      const below = (x: number) => 1 / x < 0;
      show([Number("-0"), JSON.parse("-0"), parseFloat("-0.0"), Number("0"), parseFloat("-1e-400"), Math.round(JSON.parse("-0.2"))].map(below));
      show([String(Number("-0")), \`\${parseFloat("-0")}\`, JSON.stringify(JSON.parse("[-0]"))]);
      const list = ["a", "b"];
      show([list[Number("-0")], new Map([[Number("-0"), 1]]).get(0), Number("-0") === 0]);
    `,
  },
  {
    name: "Math.round of what is large, or nearly a half",
    source: `
      const all: number[] = JSON.parse("[9007199254740991,4503599627370497,0.49999999999999994,-0.5,-2.5,2.5,-0.49999999999999994,1e300]");
      show(all.map((x) => String(Math.round(x))));
      show(all.map(Math.round).map(String));
      const texts: any = [" 2.5 ", "-0.5"];
      show([Math.round(texts[0]), 1 / Math.round(texts[1]) < 0, Math.round(0.1 * 45) * 2, Math.round(...([1.5] as [number]))]);
    `,
  },
  {
    name: "numbers as text in lists, replaced, added and in errors",
    source: `
      const temps: number[] = JSON.parse("[0.30000000000000004,21.456789012345,1e21]");
      show([\`\${temps}\`, String(temps), "t " + temps, temps.toString(), [temps].join(), Object.entries({ a: temps }) + ""]);
      show([new Float32Array(temps).join(" "), String(new Float32Array([1.1])), \`\${new Float64Array([1 / 3])}\`]);
      const x = 1 / 3;
      show(["t={}".replace("{}", x as any), "T%".replace(/%/, () => x as any), "a-b".replaceAll("-", (x * 3) as any)]);
      show(["a".concat(x as any, "b"), x.toString(10), new Error(x as any).message, [1].concat(2)]);
      show([encodeURIComponent(x), "?t=" + encodeURIComponent(x + 1), String.raw\`t\${x}\`, encodeURIComponent("a b")]);
      const text = "n=%";
      show([text.replace("%", String(x)), text.replace("%", "$&"), text.concat(x as any)]);
      try {
        throw new TypeError((x * 2) as any);
      } catch (error) {
        show((error as Error).message);
      }
      show(JSON.parse("[0.1000000000000000055511151231257827021181583404541015625,1.5e+0000000000000000000000000000000000000001]"));
    `,
  },
  {
    name: "in another base than ten",
    source: `
      const inBase = (x: number, base: number) => x.toString(base);
      for (const x of [0.1, 1 / 3, -1.75, 123.456, 1e-7, 4.35, 0.9999999999999999, 35.99999999999999, 255, -255, 0]) {
        show([x.toString(2), x.toString(16), x.toString(36), inBase(x, 7), inBase(x, 10)]);
      }
      for (const x of JSON.parse("[9007199254740992,1152921504606851072,1e21,1.7976931348623157e308]")) {
        show([x.toString(36), x.toString(16), inBase(x, 7)]);
      }
      const any = (x: any, base?: any) => x.toString(base);
      show([any(0.5, "16"), any(NaN, 2), any(-Infinity, 16), any(0.1 + 0.2), any([0.5], 2), any({ toString: (base: number) => "own" + base }, 1), (7).toString(2.9)]);
    `,
  },
  {
    name: "a base that is none",
    source: `
      const isRange = (base: number) => { try { return (5).toString(base); } catch (error) { return error instanceof RangeError; } };
      show([isRange(1), isRange(37), isRange(0), isRange(NaN), isRange(-3), isRange(36)]);
      try { show((5).toString(1)); } catch { show("thrown"); }
    `,
  },
  {
    name: "whole numbers in another base",
    source: `
      let text = "";
      for (let i = 0; i < 20; i++) text += i.toString(16);
      const n: number = JSON.parse("300");
      class Own { toString(how: string) { return "own " + how; } }
      show(new Own().toString("hex"));
      show([text, (n & 255).toString(16), (n >>> 0).toString(2), "a".charCodeAt(0).toString(16), Math.floor(n / 7).toString(8), (300).toString(36)]);
    `,
  },
  {
    name: "power assigned",
    source: String.raw`
      let a = -8;
      a **= 3;
      let b = 1.1;
      b **= 7;
      show(a, b, (b **= 2));
      const o = { v: -7, list: [2.5] };
      o.v **= 3;
      show(o.v, (o.list[0]! **= 3));
      let i = 0;
      const list = [-2];
      list[i++]! **= 3;
      show(list, i);
      const text: any = { t: "3" };
      text.t **= 2;
      let word: any = "2";
      word **= "3" as any;
      show(text, word);
      class C {
        static s = -2;
        #x = -3;
        go() {
          return (this.#x **= 3);
        }
      }
      C.s **= 3;
      show(new C().go(), C.s);
    `,
  },
  {
    name: "functions of a zero below 0",
    source: String.raw`
      const zero: number = JSON.parse("-0");
      const signs = (x: number) => [Math.sqrt, Math.cbrt, Math.sinh, Math.tanh, Math.asinh, Math.atanh, Math.expm1, Math.log1p].map((f) => 1 / f(x) < 0);
      show(signs(zero), signs(0));
      show([1 / Math.sqrt(zero), 1 / Math.cbrt(zero), 1 / zero ** 0.5, (-Infinity) ** 0.5]);
      show([Math.sqrt(-4), Math.sqrt(Infinity), Math.sqrt(NaN), Math.sqrt(null as any), Math.sqrt(undefined as any), Math.sqrt("" as any), Math.sqrt(9), Math.cbrt(27), Math.cbrt(-8), Math.cbrt(NaN), Math.tanh(NaN), Math.sinh(-1) < -1, Math.tanh(1e-300) > 0]);
    `,
  },
];
