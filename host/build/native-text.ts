// Sources that take numbers as text the way the interpreter prints them: whole ones, or rounded.
import { readFileSync } from "node:fs";
import type { SourceAt } from "./source-at.ts";

/** In a comment at the top of a source. Saves a helper of some 700 bytes. */
const MARK = /^(?:\/\/.*\n)*\/\/ @native-text\b/;

/** Tells whether a position of the flat script stems from a source that is marked. */
export function nativeTextIn(
  sources: readonly string[],
  sourceAt: SourceAt,
): (position: number) => boolean {
  const marked = new Set(sources.filter((file) => MARK.test(readFileSync(file, "utf8"))));
  return (position) => marked.has(sourceAt(position) ?? "");
}
