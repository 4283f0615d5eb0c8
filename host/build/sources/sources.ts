// The sources of a build as they are parsed. Each is parsed once for each text of it, and what a step
// finds in one is found once: a rebuild looks at what has changed.
import { readFileSync } from "node:fs";
import ts from "typescript";
import { isCode } from "./code-files.ts";
import { readable } from "./readable.ts";

/** Reads the files that are code or JSON, and parses those whose text is another than the last time. */
export function openSources(): (files: readonly string[]) => ts.SourceFile[] {
  const known = new Map<string, ts.SourceFile>();
  return (files) =>
    files.filter(isCode).map((file) => {
      const text = readFileSync(file, "utf8");
      const last = known.get(file);
      if (last?.text === text) return last;
      const source = readable(file, () => parseSource(file, text));
      known.set(file, source);
      return source;
    });
}

/** Its nodes have their parents. */
export function parseSource(file: string, text: string): ts.SourceFile {
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
}

/** `find` must depend on nothing but the source. */
export function perSource<T extends object | boolean>(
  find: (source: ts.SourceFile) => T,
): (source: ts.SourceFile) => T {
  const known = new WeakMap<ts.SourceFile, T>();
  return (source) => {
    const found = known.get(source) ?? find(source);
    known.set(source, found);
    return found;
  };
}
