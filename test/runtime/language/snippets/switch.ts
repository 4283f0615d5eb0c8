import type { Snippet } from "../snippet.ts";

export const switches: readonly Snippet[] = [
  {
    name: "switch",
    source: String.raw`
      function f(x: any) {
        switch (x) {
          case 1:
            return "one";
          case "a":
          case "b":
            return "ab";
          default:
            return "d";
        }
      }
      show([f(1), f("a"), f("b"), f("1"), f(9)]);
    `,
  },
  {
    name: "switch let capture",
    source: String.raw`
      const fs: any[] = [];
      for (let i = 0; i < 3; i++)
        switch (i) {
          case 1: {
            const y = i * 2;
            fs.push(() => y);
            break;
          }
          default:
            fs.push(() => -i);
        }
      show(fs.map((f) => f()));
    `,
  },
  {
    name: "switch continue in loop",
    source: String.raw`
      let s = "";
      for (let i = 0; i < 5; i++) {
        switch (i) {
          case 1:
            continue;
          case 3:
            break;
          default:
            s += i;
        }
        s += ",";
      }
      show(s);
    `,
  },
  {
    name: "switch on expression true, nested switch, return in case",
    source: String.raw`
      function f(a: number, b: number) {
        switch (true) {
          case a > b:
            return "gt";
          case a < b:
            switch (b - a) {
              case 1:
                return "lt1";
              default:
                return "lt";
            }
          default:
            return "eq";
        }
      }
      show([f(2, 1), f(1, 2), f(1, 4), f(1, 1)]);
    `,
  },
  {
    name: "switch same bodies merging",
    source: String.raw`
      function f(x: number) {
        switch (x) {
          case 1:
          case 2:
            return "a";
          case 3:
            return "b";
          case 4:
            return "a";
          default:
            return "b";
        }
      }
      show([1, 2, 3, 4, 5].map(f));
      function g(x: string) {
        let r = "";
        switch (x) {
          case "a":
            r += "1";
            break;
          case "b":
            break;
          case "c":
            r += "1";
            break;
          default:
        }
        return r;
      }
      show(["a", "b", "c", "d"].map(g));
    `,
  },
  {
    name: "switch with only default, empty",
    source: String.raw`
      function f(x: number) {
        switch (x) {
          default:
            return 1;
        }
      }
      show(f(1));
      function g(x: number) {
        switch (x) {
          case 1:
        }
        return 2;
      }
      show(g(1));
    `,
  },
  {
    name: "functions of a case",
    source: String.raw`
      function f(x: number) {
        switch (x) {
          case 0:
            return a() + b();
            function a() {
              return "a";
            }
            function b() {
              return "b" + a();
            }
          case 1: {
            return c();
            function c() {
              return "c";
            }
          }
          default: {
            const k = 2;
            const d = () => "d" + k;
            return d();
          }
        }
      }
      show(f(0), f(1), f(2));
    `,
  },
];
