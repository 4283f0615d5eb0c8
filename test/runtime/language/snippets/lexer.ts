// What minified text looks like where Espruino's lexer would read another token.
import type { Snippet } from "../snippet.ts";

export const lexer: readonly Snippet[] = [
  {
    name: "string first after case",
    source: String.raw`
      let state = 0;
      function step(event: string) {
        switch (state) {
          case 0:
            if (event === "arm") state = 5;
            break;
          case 5:
            if ("off" !== event) state = 6;
            break;
          default:
            state = 9;
        }
        return state;
      }
      show([step("arm"), step("on"), step("x")]);
    `,
  },
  {
    name: "string first after a branch that did not run",
    source: String.raw`
      function f(text: string, list: number[]) {
        let t = 0;
        if (list.length > 5) {
          for (const n of list) t += n;
          return t;
        }
        if (text === "arm") t = 5;
        try {
          JSON.parse(text);
        } catch {
          t++;
        }
        if (text === "1") t = 7;
        return t;
      }
      show([f("arm", []), f("1", []), f("2", []), f("3", [1, 1, 1, 1, 1, 1])]);
    `,
  },
  {
    name: "string first after nested branches without braces",
    source: String.raw`
      function f(a: number, text: string) {
        let t = 0;
        if (a > 2) {
          for (let i = 0; i < a; i++) if (i > 3) return "many";
        } else if (a > 1) {
          for (let i = 0; i < 3; i++) if (text === "q") return "q";
        }
        if (text === "arm") t = 5;
        return t;
      }
      show([f(1, "arm"), f(2, "arm"), f(2, "q"), f(3, "arm"), f(9, "arm"), f(0, "")]);
    `,
  },
  {
    name: "string first in a function named to the interpreter",
    source: String.raw`
      const f = (mode: string) => {
        if (mode === "ram") show("in ram");
        if (mode === "jit") show("by jit");
      };
      const g = (mode: string) => {
        if (mode === "jit") show("by jit");
        else show(mode.split("").length);
      };
      [f, g].forEach((each) => ["ram", "jit", "compiled"].forEach(each));
    `,
  },
  {
    name: "method of a string first",
    source: String.raw`
      function f(n: number) {
        if (n > 1) {
          for (let i = 0; i < n; i++) if (i === 7) return;
        }
        "a,b".split(",").forEach((part) => show(part + n));
      }
      f(1);
      f(2);
      switch (2 as number) {
        case 2:
          "c,d".split(",").forEach((part) => show(part));
      }
    `,
  },
  {
    name: "RegExp first",
    source: String.raw`
      let n = 0;
      const lines = ["ax", "b", "xx"];
      for (let i = 0; i < lines.length; i++) if (/x/.test(lines[i]!)) n++;
      show(n);
      let i = 0;
      while (i < 3) if (/b/.test(lines[i++]!)) n += 10;
      show(n);
      function f(k: number, s: string) {
        switch (k) {
          case 3:
            if (/zrm/.test(s)) return 1;
        }
        if (k > 5) {
          for (let j = 0; j < 3; j++) n++;
          return 2;
        }
        if (/a/.test(s)) n += 100;
        if (n > 1000) n = 0;
        else if (/q/.test(s)) n = 5;
        return n;
      }
      show([f(3, "arm"), f(3, "zrm"), f(6, ""), f(1, "b"), f(1, "q")]);
    `,
  },
  {
    name: "RegExp after an operator",
    source: String.raw`
      const s = "b";
      show([1 ^ +/b/.test(s), 4 | (/b/.test(s) as any), ~(/b/.test(s) as any)]);
      show([!/b/.test(s), typeof /b/, s && /b/.test(s), 8 / 2 / (/b/.test(s) ? 2 : 1)]);
    `,
  },
  {
    name: "step before a division",
    source: String.raw`
      let m = 10;
      const v = 2;
      let k = 4;
      const average = m++ / v + m / 2;
      show([average, k-- / 2, k++ / v / 3, -k-- / 2, m]);
      const o = { n: 8 };
      show([o.n++ / 2 + o.n / 3 / 1, o.n]);
      show(Math.floor((m++ / k-- + m / k) * 100));
    `,
  },
  {
    name: "keyword as a member before a division",
    source: String.raw`
      const o: any = { in: 10, delete: 6, default: 9, of: 8, true: 4, new: 2, this: 3 };
      show([o.in / 2 / 1, o.delete / 3, o.default / o.of / 2, o.true / 2, o.new / o.this / 5 < 0.14]);
      o.in /= 4;
      o.of /= o.new / 1;
      show([o.in, o.of]);
    `,
  },
  {
    name: "this and braces before a division",
    source: String.raw`
      function half(this: any) {
        return this / 2;
      }
      show([half.call(9), isNaN(({} as any) / 2), isNaN(((() => 1) as any) / 2)]);
    `,
  },
  {
    name: "numbers are read exactly",
    source: String.raw`
      const ten = Number("10");
      show([0.3 === 3 / ten, 0.7 === 7 / ten, 0.1 === 1 / ten, 1.1 === 11 / ten, 2.3e-7 < 1]);
      show([12345678901234567890 > 1.2e19, 18446744073709551615 > 1e19, 0xffffffffffffffff > 1e19]);
      show([0.000001 * 1e6 === 1, 9007199254740991 % ten, 4294967295, -2147483648, 1e21 > 1e20]);
      show([1e3.toString(), 0.5.toString(), (5).toString(), 1.25.toString()]);
      show({ 1e3: 1, 0.3: 2, 0xff: 3 }["0.3"]);
    `,
  },
  {
    name: "escapes in strings",
    source: String.raw`
      const s = "\0" + "1\x001\x7f\v\b\f'\"\\/\/ /* */ <!-- --> </script>";
      show([s.length, s.charCodeAt(0), s.charCodeAt(2), s.charCodeAt(4), s.slice(7)]);
      show("a\
b");
    `,
  },
  {
    name: "many names",
    source: String.raw`
      function f(seed: number) {
        ${Array.from({ length: 900 }, (_, i) => `let v${i} = seed + ${i};`).join("\n")}
        const bump = () => { ${Array.from({ length: 900 }, (_, i) => `v${i}++;`).join("")} };
        bump();
        return ${Array.from({ length: 900 }, (_, i) => `v${i}`).join("+")};
      }
      show(f(Number("2")));
    `,
  },
];
