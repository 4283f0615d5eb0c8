// Statements by chance: loops of every kind with functions that see their variables, and ways out of them.
import { condition, expression } from "./expressions.ts";
import type { Scope } from "./scope.ts";

const DEEPEST = 4;

type Form = (scope: Scope) => string | undefined;

export function statement(scope: Scope): string {
  if (scope.depth >= DEEPEST) return shown(scope);
  return scope.chance.pick(FORMS)(scope) ?? shown(scope);
}

export function block(scope: Scope, count = 1 + scope.chance.below(3)): string {
  return `{\n${statements(scope, count)}}\n`;
}

export function statements(scope: Scope, count: number): string {
  let text = "";
  for (let i = 0; i < count; i++) text += statement(scope);
  return text;
}

function shown(scope: Scope): string {
  return `show(${expression(scope)});\n`;
}

function labelled(scope: Scope): [label: string | undefined, before: string] {
  const label = scope.chance.is(0.3) ? scope.fresh("L") : undefined;
  return [label, label ? `${label}: ` : ""];
}

const letLoop: Form = (scope) => {
  const { chance } = scope;
  const [label, before] = labelled(scope);
  const name = scope.fresh("i");
  const body = scope.loop(label);
  body.readable.push(name);
  const step = chance.pick([
    `${name}++`,
    `${name} += 1`,
    `${name} = [${name}].map((q) => q + 1)[0]!`,
    `keep(() => ${expression(body.body("function"), 2)}), ${name}++`,
  ]);
  const test = chance.is(0.3) ? ` && [${name}].some((q) => q === ${name})` : "";
  const more = chance.is(0.2) ? `, ${name}f = () => ${name} + 1` : "";
  if (chance.is(0.3)) body.variables.push(name);
  return `${before}for (let ${name} = 0${more}; tick() && ${name} < ${2 + chance.below(3)}${test}; ${step}) ${block(body)}`;
};

const ofLoop: Form = (scope) => {
  const [label, before] = labelled(scope);
  const [a, b] = [scope.fresh("o"), scope.fresh("o")];
  const [x, y, z] = [expression(scope, 2), expression(scope, 2), expression(scope, 2)];
  const [head, names] = scope.chance.pick<[string, string[]]>([
    [`${a} of [${x}, ${y}, ${z}]`, [a]],
    [`${a} of new Set([${x}, ${y}])`, [a]],
    [`[${a}, ${b} = 3] of [[${x}], [${y}, ${z}]] as any`, [a, b]],
    [`{ a: ${a}, b: ${b} = 2 } of [{ a: ${x} }, { a: ${y}, b: ${z} }] as any`, [a, b]],
    [`[${a}, ${b}] of new Map([[1, ${x}], [2, ${y}]])`, [a, b]],
  ]);
  const body = scope.loop(label);
  for (const name of names) body.declare(name);
  return `${before}for (let ${head}) ${block(body)}`;
};

const whileLoop: Form = (scope) => {
  const name = scope.fresh("w");
  const body = block(scope.loop());
  const limit = 1 + scope.chance.below(3);
  return scope.chance.is(0.5)
    ? `let ${name} = 0;\nwhile (tick() && ${name}++ < ${limit}) ${body}`
    : `let ${name} = 0;\ndo ${body.trimEnd()} while (tick() && ++${name} < ${limit});\n`;
};

const leaving: Form = (scope) => {
  const { chance, within, isInLoop, labels } = scope;
  if (isInLoop && chance.is(0.5)) {
    const label = chance.is(0.5) ? chance.pick(labels) : undefined;
    return `if (${condition(scope)}) ${chance.pick(["break", "continue"])}${label ? ` ${label}` : ""};\n`;
  }
  return within === "top" ? undefined : `if (${condition(scope)}) return ${expression(scope)};\n`;
};

const switched: Form = (scope) => {
  let text = `switch (${expression(scope)} % 4) {\n`;
  for (let i = 0; i < 2 + scope.chance.below(2); i++) {
    text += `case ${i}: ${block(scope.block())}${scope.chance.is(0.6) ? "break;\n" : ""}`;
  }
  return `${text}default: ${block(scope.block())}}\n`;
};

const tried: Form = (scope) => {
  const name = scope.fresh("e");
  const inner = scope.block();
  const thrown = `if (${condition(inner)}) throw new Error("t");\n`;
  const body = `try {\n${statement(inner)}${thrown}${statement(inner)}}\n`;
  const caught = `catch (${name}: any) {\nshow(${name}.message);\nkeep(() => ${name}.message);\n${statement(scope.block())}}\n`;
  const last = `finally ${block(scope.block())}`;
  return body + scope.chance.pick([caught, last, caught + last]);
};

const functions: Form = (scope) => {
  const [name, parameter] = [scope.fresh("f"), scope.fresh("p")];
  const body = scope.body("function", parameter);
  const text = `${statements(body, 2)}return ${expression(body)};\n`;
  scope.functions.push(name);
  return scope.chance.is(0.5)
    ? `function ${name}(${parameter}: any = 3, ...rest: any[]): any {\nif (!tick()) return 0;\n${text}}\n`
    : `const ${name} = (${parameter}: any): any => {\n${text}};\n`;
};

const generators: Form = (scope) => {
  const [name, parameter, item] = [scope.fresh("g"), scope.fresh("p"), scope.fresh("x")];
  const text = `function* ${name}(${parameter}: any): any ${block(scope.body("generator", parameter), 3)}`;
  const body = scope.loop();
  body.declare(item);
  return scope.chance.is(0.5)
    ? `${text}for (let ${item} of ${name}(2)) { if (!tick()) break;\n${statement(body)}}\n`
    : `${text}const ${item} = ${name}(3); for (let n = 0; n < 4; n++) { const r: any = ${item}.next(n); show([r.value, r.done]); if (r.done) break; }\n`;
};

const asynchronous: Form = (scope) => {
  const [name, parameter] = [scope.fresh("a"), scope.fresh("p")];
  const body = scope.body("async", parameter);
  const text = `${statements(body, 3)}return ${expression(body)};\n`;
  const given = scope.within === "generator" ? "1" : expression(scope, 2);
  return `async function ${name}(${parameter}: any): Promise<any> {\n${text}}\n${name}(${given}).then((x) => show(["done", x]), (e) => show(["failed", e.message]));\n`;
};

const classes: Form = (scope) => {
  const [base, derived, object, p] = [
    scope.fresh("C"),
    scope.fresh("D"),
    scope.fresh("o"),
    scope.fresh("p"),
  ];
  const value = (...names: string[]): string => expression(scope.body("function", ...names), 2);
  return `class ${base} {
#h: any = ${value()};
a: any = ${value()};
static s: any = ${value()};
static get all() { return ${base}.s + 1; }
static { ${base}.s += ${value()}; }
constructor(${p}: any = ${value()}) { this.a += ${p}; }
m(${p}: any): any { return ${value(p)}; }
get g() { return this.#h + this.a; }
set g(v: any) { this.#h = v; }
f = () => this.a;
*[Symbol.iterator](): any { yield this.a; yield ${value()}; }
}
class ${derived} extends ${base} {
b = this.a + 1;
constructor() { super(${value()}); show(this.b); }
m(${p}: any): any { return super.m(${p}) + ${value(p)}; }
}
const ${object}: any = new ${scope.chance.pick([base, derived])}();
show([${object}.m(1), ${object}.g, (${object}.g = 4), ${object}.g++, ${object}.g, ${object}.f(), ${base}.s, ${base}.all, ...${object}]);
keep(() => ${object}.m(1));
`;
};

const FORMS: readonly [Form, ...Form[]] = [
  shown,
  shown,
  (scope) => {
    const value = expression(scope);
    return `let ${scope.declare(scope.fresh("v"))} = ${value};\n`;
  },
  (scope) => {
    const value = expression(scope);
    const name = scope.fresh("c");
    scope.readable.push(name);
    return `const ${name} = ${value};\n`;
  },
  (scope) => {
    const name = scope.declare(scope.fresh("v"));
    return `let ${name}: any;\nshow(${name}); ${name} ??= 2;\n`;
  },
  (scope) => {
    const [x, y, z] = [expression(scope), expression(scope), expression(scope)];
    const [a, b, rest] = [scope.fresh("v"), scope.fresh("v"), scope.fresh("r")];
    const given = scope.chance.is(0.6) ? `, ${y}, 3` : "";
    scope.declare(a);
    scope.declare(b);
    return `let [${a}, ${b} = ${z}, ...${rest}]: any[] = [${x}${given}]; show(${rest}.length);\n`;
  },
  (scope) => {
    const [x, y] = [expression(scope), expression(scope)];
    const [a, b, rest] = [scope.fresh("v"), scope.fresh("v"), scope.fresh("r")];
    const given = scope.chance.is(0.5) ? `x: ${x}, ` : "";
    scope.declare(a);
    scope.declare(b);
    return `let { x: ${a} = ${y}, y: { z: ${b} = 4 } = {}, ...${rest} }: any = { ${given}w: 3 }; show(${rest});\n`;
  },
  (scope) => `if (${condition(scope)}) ${block(scope.block())}else ${block(scope.block())}`,
  (scope) => block(scope.block()),
  (scope) => `keep(() => ${expression(scope.body("function"))});\n`,
  ({ chance, variables }) => {
    const [a, b] = [chance.pick(variables), chance.pick(variables)];
    return a && b && a !== b ? `[${a}, ${b}] = [${b}, ${a}];\n` : undefined;
  },
  (scope) => {
    if (scope.within === "generator") return `yield* [${expression(scope)}, 1];\n`;
    return scope.within === "async" ? `await ${expression(scope)};\n` : undefined;
  },
  letLoop,
  letLoop,
  ofLoop,
  ofLoop,
  whileLoop,
  leaving,
  leaving,
  switched,
  tried,
  functions,
  functions,
  generators,
  asynchronous,
  classes,
];
