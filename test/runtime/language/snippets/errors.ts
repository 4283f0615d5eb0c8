import type { Snippet } from "../snippet.ts";

export const errors: readonly Snippet[] = [
  {
    name: "extends error",
    source: String.raw`
      class E1 extends Error {
        code: number;
        constructor(m: string, c: number) {
          super(m);
          this.code = c;
          this.name = "E1";
        }
      }
      try {
        throw new E1("bad", 3);
      } catch (e: any) {
        show([e instanceof E1, e instanceof Error, e.message, e.code, e.name]);
      }
    `,
  },
  {
    name: "extends error no ctor",
    source: String.raw`
      class E2 extends Error {}
      class E3 extends E2 {
        override name = "E3";
      }
      const e = new E3("m");
      show([e instanceof E3, e instanceof E2, e instanceof Error, e.message, e.name]);
    `,
  },
  {
    name: "error props",
    source: String.raw`
      const e = new Error("m");
      show([e.message, String(e), e.toString()]);
      const t = new TypeError("q");
      show([t.message, t instanceof TypeError]);
    `,
  },
  {
    name: "error message absent",
    source: String.raw`
      show(String(new Error()));
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
    name: "error class features",
    source: String.raw`
      class HttpError extends Error {
        constructor(
          readonly status: number,
          message?: string,
        ) {
          super(message);
        }
        describe() {
          return this.status + ": " + this.message;
        }
      }
      class NotFound extends HttpError {
        constructor() {
          super(404, "gone");
        }
      }
      const e = new NotFound();
      show([
        e.describe(),
        e instanceof NotFound,
        e instanceof HttpError,
        e instanceof Error,
        String(e),
        e.name,
        Object.keys(e),
      ]);
      try {
        throw e;
      } catch (x: any) {
        show(x === e);
      }
      show(new HttpError(1).message);
    `,
  },
  {
    name: "whether an error has a cause",
    source: `
      const has = (error: unknown) => [error instanceof Error, "cause" in (error as object)];
      const later: any = new Error("c");
      later.cause = 0;
      show([new Error("a"), new Error("b", { cause: undefined }), later, { cause: 1 }, {}].map(has));
    `,
  },
  {
    name: "what caused an error",
    source: `
      try {
        try {
          JSON.parse("{");
        } catch (e) {
          throw new Error("config", { cause: e });
        }
      } catch (e) {
        show([(e as Error).message, (e as any).cause instanceof SyntaxError]);
      }
      class ConfigError extends Error {
        constructor(m: string, options?: { cause?: unknown }) {
          super(m, options);
          this.name = "ConfigError";
        }
      }
      class Plain extends TypeError {}
      class Own extends Error { constructor(m: string, override readonly cause: unknown) { super(m); } }
      const a = new ConfigError("a", { cause: 5 }), b = new Plain("b", { cause: new RangeError("c") });
      const c: any = Error("x", { cause: undefined });
      show([a.cause, (b.cause as Error).message, typeof c.cause, JSON.stringify(a), Object.keys(b), new Own("m", 7).cause]);
      const chain = (e: any): string => (e instanceof Error ? e.message + (e.cause ? " < " + chain(e.cause) : "") : String(e));
      show([chain(b), chain(new Error("top", { cause: a })), a instanceof ConfigError, b instanceof TypeError, b.name]);
      const all: any = new AggregateError([new Error("1")], "all", { cause: 1 });
      show([all.cause, all.errors.length, all.message]);
    `,
  },
];
