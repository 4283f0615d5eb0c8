// How few characters a RegExp can match.
import { type Part, parsePattern } from "./tree.ts";

/** @throws Error saying what is in the pattern that cannot be had. */
export function minimumLength(
  pattern: string,
  flags: string,
): { readonly length: number; readonly groups: number } {
  const { part, groups } = parsePattern(pattern, flags);
  return { length: lengthOf(part), groups };
}

function lengthOf(part: Part): number {
  switch (part.kind) {
    case "characters":
      return 1;
    case "sequence":
      return part.parts.reduce((sum, each) => sum + lengthOf(each), 0);
    case "choice":
      return Math.min(...part.parts.map(lengthOf));
    case "group":
      return lengthOf(part.part);
    case "repeat":
      return part.min * lengthOf(part.part);
    default:
      return 0;
  }
}
