// The string that a statement of a minified ES5 script begins with, right behind a block or a label,
// goes into parentheses. Espruino reads one token ahead: behind a block that it skips, or a case that
// it has not entered yet, it would take the string for an empty one (2v29, measured).
import ts from "typescript";

export function wrapLeadingTexts(script: string): string {
  const file = ts.createSourceFile("bundle.js", script, ts.ScriptTarget.ES2015, true);
  let wrapped = "";
  let at = 0;
  const visit = (node: ts.Node): void => {
    if (ts.isExpressionStatement(node) && /[}:]/.test(script[node.getStart(file) - 1] ?? "")) {
      const first = firstToken(node, file);
      if (ts.isStringLiteralLike(first)) {
        const [start, end] = [first.getStart(file), first.getEnd()];
        wrapped += `${script.slice(at, start)}(${script.slice(start, end)})`;
        at = end;
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return wrapped + script.slice(at);
}

function firstToken(node: ts.Node, file: ts.SourceFile): ts.Node {
  const first = node.getChildAt(0, file);
  return first === undefined ? node : firstToken(first, file);
}
