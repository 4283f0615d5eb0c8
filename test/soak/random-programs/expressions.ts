// Expressions by chance: small numbers, and all that a language has to make one of others.
import type { Scope } from "./scope.ts";

const DEEPEST = 3;

type Form = (scope: Scope, part: () => string, depth: number) => string | undefined;

export function expression(scope: Scope, depth = 0): string {
  if (depth >= DEEPEST || scope.chance.is(0.15)) return operand(scope);
  const part = (): string => expression(scope, depth + 1);
  return scope.chance.pick(FORMS)(scope, part, depth + 1) ?? operand(scope);
}

export function condition(scope: Scope): string {
  const operator = scope.chance.pick(["<", ">", "!==", "<=", "==="]);
  return `${expression(scope, 2)} ${operator} ${expression(scope, 2)}`;
}

function operand({ chance, readable }: Scope): string {
  return (chance.is(0.75) && chance.pick(readable)) || String(chance.below(7));
}

/** Of a function that takes these. */
function inside(scope: Scope, depth: number, ...parameters: string[]): string {
  return expression(scope.body("function", ...parameters), depth);
}

const ON_LISTS = [
  "shift()",
  "pop()",
  "length",
  "indexOf(3)",
  "at(-1)",
  "reverse()[0]",
  "sort()[0]",
  "slice(-2)[0]",
  "concat([1, 2]).length",
  "join().length",
  "includes(2) ? 1 : 0",
  "lastIndexOf(1)",
  "flat()[1]",
  "fill(2, 1)[1]",
  "findLast((q: any) => q < 4) ?? -2",
  "some((q: any) => q > 3) ? 1 : 2",
  "every((q: any) => q >= 0) ? 1 : 2",
  "reduceRight((p: any, q: any) => p * 2 - q)",
] as const;

const TEXTS = ["abc", "a,b;c", "xYz", "", "  pad ", "abab"] as const;

const ON_TEXTS = [
  "length",
  "charCodeAt(1) | 0",
  'indexOf("b")',
  'indexOf("ba", 1)',
  'split(",").length',
  'split("ab").length',
  "toUpperCase().length",
  "slice(-2).length",
  "substring(2, 0).length",
  "trim().length",
  'padStart(6, "0").length',
  "repeat(2).length",
  'replace("b", "qq").length',
  'replaceAll("bc", "q").length',
  'lastIndexOf("c")',
  'startsWith("a") ? 1 : 0',
  'includes("cd") ? 1 : 0',
  'concat("x", "y").length',
  "at(-1)?.length ?? -1",
  'split("").reverse().join("").indexOf("a")',
] as const;

const FORMS: readonly [Form, ...Form[]] = [
  (_, part) => `(${part()} + ${part()})`,
  (_, part) => `(${part()} - ${part()})`,
  (_, part) => `(((${part()} * ${part()}) % 97) + 0)`,
  (_, part) => `(${part()} < ${part()} ? ${part()} : ${part()})`,
  (_, part) => `(${part()} & ${part()})`,
  (_, part) => `(${part()} >>> 1) ^ (${part()} << 1)`,
  (_, part) => `((${part()} || ${part()}) ?? ${part()})`,
  (_, part) => `(${part()}, ${part()})`,
  (_, part) => `(${part()} === ${part()} ? 1 : 0)`,
  (_, part) => `(-${part()} | 0)`,
  (_, part) => `(typeof ${part()}).length`,
  (_, part) => `\`\${${part()}}-\${${part()}}\`.length`,
  (_, part) => `[...[${part()}, ${part()}], ${part()}].length`,
  ({ chance }, part) => `[${part()}, ${part()}, ${part()}][${chance.below(3)}]!`,
  (_, part) => `Math.max(${part()}, ...[${part()}, ${part()}])`,
  (_, part) => `tell(${part()}, ...[${part()}])`,
  (_, part) => `JSON.stringify({ a: ${part()}, b: [${part()}], c: undefined }).length`,
  ({ chance }) => `(JSON.parse('{"a":[1,{"b":${chance.below(9)}}]}') as any).a[1].b`,
  ({ chance, variables }, part) => {
    const name = chance.pick(variables);
    const operator = chance.pick(["=", "+=", "-=", "|=", "??=", "||=", "&&="]);
    return name && `(${name} ${operator} ${part()})`;
  },
  ({ chance, variables }) => {
    const name = chance.pick(variables);
    return name && (chance.is(0.5) ? `${name}++` : `--${name}`);
  },
  ({ chance, functions }, part) => {
    const called = chance.pick(functions);
    return called && `${called}(${part()})`;
  },
  ({ within }, part) => {
    if (within === "async") return `(await ${part()})`;
    return within === "generator" ? `((yield ${part()}) ?? ${part()})` : undefined;
  },
  (scope, _, depth) => `keep(() => ${inside(scope, depth)})`,
  (scope, part, depth) => {
    const [first, second] = [scope.fresh("p"), scope.fresh("p")];
    const value = inside(scope, depth, first);
    const given = scope.chance.is(0.5) ? `, ${part()}` : "";
    return `((${first}: any, ${second} = ${value}) => ${inside(scope, depth, first, second)})(${part()}${given})`;
  },
  (scope, part, depth) => {
    const [first, second] = [scope.fresh("d"), scope.fresh("d")];
    const given = scope.chance.is(0.5) ? `, ${second}: ${part()}` : "";
    const value = inside(scope, depth);
    return `(({ ${first}, ${second} = ${value} }: any) => ${inside(scope, depth, first, second)})({ ${first}: ${part()}${given} })`;
  },
  (scope, part, depth) => {
    const name = scope.fresh("p");
    return `[${part()}, ${part()}].map((${name}) => ${inside(scope, depth, name)}).reduce((a, b) => a + b, 0)`;
  },
  (scope, part, depth) => {
    const name = scope.fresh("p");
    return `([${part()}, ${part()}, ${part()}].find((${name}) => ${inside(scope, depth, name)} > 2) ?? -1)`;
  },
  (scope, part, depth) => {
    const name = scope.fresh("k");
    const read = scope.chance.pick([name, "g"]);
    return `({ ${name}: ${part()}, ["z" + ${part()}]: 1, get g() { return ${inside(scope, depth)}; } }).${read}`;
  },
  (scope, part, depth) => {
    const name = scope.fresh("l");
    const { chance } = scope;
    return `((${name}: any[]) => { ${name}.splice(${chance.below(3)}, ${chance.below(2)}, ${inside(scope, depth)}); return ${name}.${chance.pick(ON_LISTS)}; })([${part()}, ${part()}, 3, 4])`;
  },
  ({ chance }) => `("${chance.pick(TEXTS)}".${chance.pick(ON_TEXTS)})`,
  (scope, part, depth) => {
    const name = scope.fresh("m");
    return `((${name}: any) => { ${name}.set(${inside(scope, depth)}, 5); ${name}.delete(3); return ${name}.size + (${name}.get(4) ?? 0); })(new Map<any, any>([[1, ${part()}], [4, 2]]))`;
  },
  (_, part) =>
    `Object.keys({ a: ${part()}, ...{ b: ${part()}, a: 3 }, ...(${part()} > 2 ? { c: 1 } : null) }).length`,
  (scope, part, depth) => {
    const name = scope.fresh("t");
    return `((${name}: any) => { try { return ${name}; } finally { ${name} = ${inside(scope, depth)}; tell(${name}); } })(${part()})`;
  },
  (scope, _, depth) =>
    `(() => { try { if (${inside(scope, depth)} > 2) throw 4; return ${inside(scope, depth)}; } catch (e: any) { return e; } })()`,
  (_, part) =>
    `((s: any, ...v: any[]) => s.length + v.length + v[0])\`a\${${part()}}b\${${part()}}\``,
];
