import { describe, expect, it } from "vitest";
import { numberNamesIn } from "../../../host/build/names/number-names.ts";

describe("names of numbers", () => {
  it.each([
    ["const a: number = f();", "number"],
    ["let a = 0;", "number"],
    ["function f(a?: 1 | 2 | null) {}", "number"],
    ["class A { #a = 1 / 3; }", "number"],
    ["function f(): number { return 1; }\nconst a = f();", "number"],
    ["function a(): number { return 1; }", "function"],
    ["interface A { a(): number }", "function"],
    ["const a = (): number => 1;", "function"],
    ["interface A { a: readonly number[] }", "list"],
    ["const a = new Uint8Array(2);", "bytes"],
    ["interface A { a: string[] }", "texts"],
    ["interface A { a: boolean[] }", "array"],
    ["interface A { a: number[][] }", "lists"],
    ["type B = 'on' | 'off';\nlet a: B;", "word"],
    ["enum B { On, Off = 5 }\nlet a = B.On;", "word"],
    ["enum B { On = -1, Off }\nlet a: B;", undefined],
    ["function f<K extends keyof Events>(a: K) {}", "word"],
    ["function f(a: Record<string, number>) {}", "plain"],
    ["let a: number[];\nfunction f(a: string[]) {}", "array"],
    ["function f(a: string) {}", "text"],
    ["const a = `1`;", "text"],
    ["const a = f();", undefined],
    ["const a: number | string = f();", "mixed"],
    ["let a = 0;\nfunction f(a: string) {}", "mixed"],
    ["let a = 0;\nfunction f(a: any) {}", "any"],
    ["const a = JSON.parse(t).b;", "any"],
    ["const o: any = f();\nconst { b: [a] } = o;", "any"],
    ["const o: any = f();\no.map((a) => a);", "any"],
    ["const o: any[] = f();\nfor (const a of o) f(a);", "any"],
    ["let a = f() as string;\ng((a as any) * 2);", "any"],
    ["let o: { a: string };\ng(1 - (<any>o.a));", "any"],
    ["let a: string;\ng(Math.max(a as unknown as number, 1));", "any"],
    ["let a: string;\ng(a as any);", "text"],
    ["let a: string;\nif ((a as unknown) === 1) g();", "text"],
    ["let b: Int8Array;\nconst a = b[0];", "number"],
    ["[1].map((a) => a);", undefined],
    ["export default function () {}", undefined],
    ["function a() { return 1; }", undefined],
  ])("%s", (source, kind) => {
    expect(numberNamesIn(source)("a")).toBe(kind);
  });

  it("are those of esbuild with a number after them too", () => {
    expect(numberNamesIn("let a = 0;")("a2")).toBe("number");
  });
});
