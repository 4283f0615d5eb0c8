// What the helpers of the build cost: a small program for each, and the bytes that it has more than one
// without it.
import { buildSnippet } from "./build-snippet.ts";

interface Use {
  /** As docs/language.md names it. */
  readonly what: string;
  readonly source: string;
  /** The same without what is counted. */
  readonly without?: string;
}

export interface Cost {
  readonly what: string;
  readonly bytes: number;
}

const USES: readonly Use[] = [
  { what: "`async` functions or `Promise`", source: "(async () => show(1))();" },
  {
    what: "a template with a number",
    source: `const n: number = E.getTemperature(); show(\`\${n}\`);`,
    without: "const n: number = E.getTemperature(); show(n);",
  },
  { what: "`toFixed`", source: "show((1.5).toFixed(1));" },
  { what: "`sort`", source: "show([2, 1].sort());", without: "show([2, 1]);" },
  { what: "`JSON.parse`", source: "show(JSON.parse('1'));" },
  { what: "`JSON.stringify`", source: "show(JSON.stringify(1));" },
  { what: "`Number(text)`", source: "const text = '1'; show(Number(text));" },
  { what: "`Map`", source: "show(new Map());" },
  { what: "`Map` and `Set`", source: "show([new Map(), new Set()]);" },
  { what: "a generator", source: "function* f() { yield 1; } show(f().next());" },
  {
    what: "an error told by its kind",
    source: "try { show(1); } catch (e) { show(e instanceof TypeError); }",
    without: "try { show(1); } catch { show(2); }",
  },
  {
    what: "a recursive function",
    source: "const f = (n: number): number => (n ? f(n - 1) : 0); show(f(3));",
    without: "const g = (n: number) => n; const f = (n: number) => (n ? g(n - 1) : 0); show(f(3));",
  },
  {
    what: "a RegExp that Espruino's matcher cannot run",
    source: "show(/(?:a|b)c/.test('ac'));",
    without: "show(/ac/.test('ac'));",
  },
  { what: "`Object.keys`", source: "show(Object.keys({ a: 1 }));", without: "show({ a: 1 });" },
  { what: "`list.at`", source: "show([1].at(-1));", without: "show([1][0]);" },
  {
    what: "a class that extends another",
    source: "class A { a() { return 1; } } class B extends A {} show(new B().a());",
    without:
      "class A { a() { return 1; } } class B { b() { return 1; } } show(new A().a()); show(new B().b());",
  },
];

/** Builds all, in a folder that is there; rounded to tens. */
export async function costs(folder: string): Promise<Cost[]> {
  const measured: Cost[] = [];
  const bytesOf = async (name: string, source: string): Promise<number> => {
    const { code, faults } = await buildSnippet({ name, source }, 0, folder);
    if (code === undefined) throw new Error(JSON.stringify([name, faults]));
    return code.length;
  };
  for (const { what, source, without = "show(1);" } of USES) {
    const bytes = (await bytesOf(what, source)) - (await bytesOf(what, without));
    measured.push({ what, bytes: Math.round(bytes / 10) * 10 });
  }
  return measured;
}
