// Sources that take numbers as text the way the interpreter prints them: whole ones, or rounded.
// Owns finding their code in the flat script.
import { readFileSync } from "node:fs";
import { relative } from "node:path";

/** In a comment at the top of a source. Saves a helper of some 700 bytes. */
const MARK = /^(?:\/\/.*\n)*\/\/ @native-text\b/;

/** Tells whether a position of the flat script stems from a source that is marked. */
export function nativeTextIn(
  script: string,
  sources: readonly string[],
  folder: string,
): (position: number) => boolean {
  const marked = new Map(
    sources.map((file) => [
      relative(folder, file).replaceAll("\\", "/"),
      MARK.test(readFileSync(file, "utf8")),
    ]),
  );
  // esbuild names each source above its code.
  const starts = [...script.matchAll(/^\/\/ (.+)$/gm)].filter(([, name]) => marked.has(name ?? ""));
  return (position) => {
    const start = starts.findLast(({ index }) => index <= position);
    return start !== undefined && marked.get(start[1] ?? "") === true;
  };
}
