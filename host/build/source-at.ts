// Which source a position of the flat script stems from.
import { relative } from "node:path";
import type ts from "typescript";

export type SourceAt = (position: number) => string | undefined;

/** Of `sources`, by the comment with which esbuild names each above its code, from `folder`. */
export function sourceAtIn(
  script: string,
  sources: readonly ts.SourceFile[],
  folder: string,
): SourceAt {
  const files = new Map(
    sources.map(({ fileName }) => [relative(folder, fileName).replaceAll("\\", "/"), fileName]),
  );
  const starts = [...script.matchAll(/^\/\/ (.+)$/gm)].filter(([, name]) => files.has(name ?? ""));
  return (position) => files.get(starts.findLast(({ index }) => index <= position)?.[1] ?? "");
}
