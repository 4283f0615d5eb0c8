// Which lines are sent as an expression, and which as statements: in parentheses a declaration would
// declare nothing.
import { expect, it } from "vitest";
import { codeLiteral } from "../../../host/console/statements.ts";

it.each([
  "{ a: 1 }",
  "function () {}",
  "(function f() {})",
  "function f() { return 1 }()",
  "class {}",
  "functional",
  "1 // function f() {}",
])("%s is an expression", (source) => {
  expect(codeLiteral(source)).toBe(JSON.stringify(`(${source}\n)`));
});

it.each([
  "function f(a) { return a * 2 }",
  "  function f() {}",
  "// twice\nfunction f() {}",
  "/* of */ class A {}",
  "async function f() {}",
  "function f() {} f(2)",
  "let q = 1",
  "if (a) b()",
])("%s is none", (source) => {
  expect(codeLiteral(source)).toBe(JSON.stringify(source));
});
