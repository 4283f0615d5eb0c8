import type { Snippet } from "../snippet.ts";

export const statements: readonly Snippet[] = [
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
            let y = i * 2;
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
    name: "try finally return",
    source: String.raw`
      function f() {
        try {
          return 1;
        } finally {
          show("f");
        }
      }
      show(f());
      function g() {
        for (let i = 0; i < 3; i++) {
          try {
            if (i == 1) return i;
          } finally {
            show(i);
          }
        }
      }
      show(g());
    `,
  },
  {
    name: "try finally break continue",
    source: String.raw`
      let s = "";
      for (let i = 0; i < 4; i++) {
        try {
          if (i == 1) continue;
          if (i == 3) break;
          s += i;
        } finally {
          s += "f";
        }
      }
      show(s);
    `,
  },
  {
    name: "catch rethrow nested",
    source: String.raw`
      try {
        try {
          throw 1;
        } catch (e) {
          throw (e as number) + 1;
        } finally {
          show("fin");
        }
      } catch (e) {
        show(e);
      }
    `,
  },
  {
    name: "catch var scope",
    source: String.raw`
      let e = 5;
      try {
        throw 1;
      } catch (e) {
        show(e);
      }
      show(e);
    `,
  },
  {
    name: "throw custom obj",
    source: String.raw`
      try {
        throw { a: 1 };
      } catch (e) {
        show(e);
      }
    `,
  },
  {
    name: "if else chain return",
    source: String.raw`
      function f(x: number) {
        if (x == 1) return "a";
        else if (x == 2) return "b";
        else return "c";
      }
      show([f(1), f(2), f(3)]);
    `,
  },
  {
    name: "exceptions from native",
    source: String.raw`
      try {
        (undefined as any).x;
      } catch (e) {
        show("caught");
      }
      try {
        (null as any)();
      } catch (e) {
        show("c2");
      }
      try {
        JSON.parse("{");
      } catch {
        show("c3");
      }
      try {
        nope();
      } catch {
        show("c4");
      }
      declare function nope(): void;
    `,
  },
  {
    name: "throw in callback",
    source: String.raw`
      try {
        [1].forEach(() => {
          throw "x";
        });
      } catch (e) {
        show(e);
      }
      try {
        [2].map(() => {
          throw new Error("y");
        });
      } catch (e: any) {
        show(e.message);
      }
      try {
        "a".replace(/a/, () => {
          throw "z";
        });
      } catch (e) {
        show(e);
      }
      try {
        [2, 1].sort(() => {
          throw "s";
        });
      } catch (e) {
        show(e);
      }
    `,
  },
  {
    name: "getter throws",
    source: String.raw`
      const o = {
        get a(): any {
          throw "g";
        },
      };
      try {
        const v = o.a;
        show(v);
      } catch (e) {
        show(e);
      }
    `,
  },
  {
    name: "finally order and override",
    source: String.raw`
      function f() {
        try {
          throw 1;
        } catch (e) {
          return "c";
        } finally {
          show("f");
        }
      }
      show(f());
      function g() {
        try {
          return 1;
        } finally {
          return 2;
        }
      }
      show(g());
      function h() {
        try {
          throw 1;
        } finally {
          show("h");
        }
      }
      try {
        h();
      } catch (e) {
        show(e);
      }
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
];
