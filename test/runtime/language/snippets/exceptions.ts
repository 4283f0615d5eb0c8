import type { Snippet } from "../snippet.ts";

export const exceptions: readonly Snippet[] = [
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
];
