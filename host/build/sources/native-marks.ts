// Sources that take something the way the interpreter does it, and say so in a comment at their top:
// numbers as text, whole ones or rounded; timers, whose order does not matter.
import type ts from "typescript";
import type { SourceAt } from "../source-at.ts";

const MARKS = {
  /** Saves helpers of some 1500 bytes. */
  text: /^(?:\/\/.*\n)*\/\/ @native-text\b/,
  /** Saves one of some 400. */
  timers: /^(?:\/\/.*\n)*\/\/ @native-timers\b/,
} as const;

/** Tells whether a position of the flat script stems from a source that is marked. */
export function nativeIn(
  what: keyof typeof MARKS,
  sources: readonly ts.SourceFile[],
  sourceAt: SourceAt,
): (position: number) => boolean {
  const marked = new Set(
    sources.filter(({ text }) => MARKS[what].test(text)).map(({ fileName }) => fileName),
  );
  return (position) => marked.has(sourceAt(position) ?? "");
}
