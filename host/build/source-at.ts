// Which source a position of the flat script stems from.
import { relative } from "node:path";

export type SourceAt = (position: number) => string | undefined;

/** Of `sources`, by the comment with which esbuild names each above its code, from `folder`. */
export function sourceAtIn(script: string, sources: readonly string[], folder: string): SourceAt {
  const files = new Map(
    sources.map((file) => [relative(folder, file).replaceAll("\\", "/"), file]),
  );
  const starts = [...script.matchAll(/^\/\/ (.+)$/gm)].filter(([, name]) => files.has(name ?? ""));
  return (position) => files.get(starts.findLast(({ index }) => index <= position)?.[1] ?? "");
}
