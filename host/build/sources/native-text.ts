// Sources that take numbers as text the way the interpreter prints them: whole ones, or rounded.
import type ts from "typescript";
import type { SourceAt } from "../source-at.ts";

/** In a comment at the top of a source. Saves helpers of some 1500 bytes. */
const MARK = /^(?:\/\/.*\n)*\/\/ @native-text\b/;

/** Tells whether a position of the flat script stems from a source that is marked. */
export function nativeTextIn(
  sources: readonly ts.SourceFile[],
  sourceAt: SourceAt,
): (position: number) => boolean {
  const marked = new Set(
    sources.filter(({ text }) => MARK.test(text)).map(({ fileName }) => fileName),
  );
  return (position) => marked.has(sourceAt(position) ?? "");
}
