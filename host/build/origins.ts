// Where each part of a bundle stems from: follows the source maps of the steps back, from the last
// to the first. Owns the chain; each step owns its own map.
import {
  eachMapping,
  originalPositionFor,
  type SourceMapInput,
  TraceMap,
} from "@jridgewell/trace-mapping";
import type { Flat } from "./bundle.ts";
import type { Kept } from "./edits.ts";
import type { Lowered } from "./lower/lower.ts";
import { type Minified, WRAPPER } from "./minify/minify.ts";

/** What the build itself puts around the sources. */
export const WRAPPING = "(wrapper)";
/** Functions that lowered code calls. */
export const HELPERS = "(helpers)";

/** A part of the bundle, up to the next one. */
export interface Part {
  /** Offset in the bundle. */
  readonly at: number;
  /** Path from the entry's folder, with `/`, or WRAPPING or HELPERS. */
  readonly module: string;
}

/** Parts in their order, the first at 0: together they are the bundle, byte for byte. */
export function partsOf(flat: Flat, lowered: Lowered, minified: Minified): Part[] {
  const originOf = originFinder(flat, lowered);
  const parts: Part[] = [{ at: 0, module: WRAPPING }];
  eachMapping(new TraceMap(minified.map as SourceMapInput), (mapping) => {
    const { generatedColumn, originalLine, originalColumn } = mapping;
    if (originalLine === null) return;
    const at = offsetAfterEdits(generatedColumn, minified.kept);
    const { module } = originOf(originalLine, originalColumn);
    const last = parts.at(-1)!;
    // What the edits took away leaves two parts at one offset.
    if (at !== undefined && at > last.at && module !== last.module) parts.push({ at, module });
  });
  return parts;
}

interface Origin {
  readonly module: string;
  /** From 1; of a source alone. */
  readonly line?: number;
}

/** By offset in the bundle; undefined for what the build itself put there. */
export function lineFinder(
  flat: Flat,
  lowered: Lowered,
  minified: Minified,
): (offset: number) => Required<Origin> | undefined {
  const toScript = new TraceMap(minified.map as SourceMapInput);
  const originOf = originFinder(flat, lowered);
  return (offset) => {
    const part = minified.kept.findLast(({ at }) => at <= offset);
    if (part === undefined) return undefined;
    const column = part.from + offset - part.at;
    const inScript = originalPositionFor(toScript, { line: 1, column });
    if (inScript.line === null) return undefined;
    const { module, line } = originOf(inScript.line, inScript.column);
    return line === undefined ? undefined : { module, line };
  };
}

/** Takes a place in the wrapped script: lines from 1, columns from 0. */
function originFinder(flat: Flat, lowered: Lowered): (line: number, column: number) => Origin {
  const toFlat = lowered.maps.map((map) => new TraceMap(map));
  const toSource = new TraceMap(flat.map);
  const lines = lowered.code.split("\n").length;
  return (line, column) => {
    const isAround = line > lines || (line === 1 && column < WRAPPER.length);
    if (isAround) return { module: WRAPPING };
    if (line <= lowered.helperLines) return { module: HELPERS };
    let at = {
      line: line - lowered.helperLines,
      column: line === 1 ? column - WRAPPER.length : column,
    };
    for (const map of toFlat) {
      const before = originalPositionFor(map, at);
      if (before.line === null) return { module: WRAPPING };
      at = before;
    }
    const { source, line: sourceLine } = originalPositionFor(toSource, at);
    return source === null || sourceLine === null
      ? { module: WRAPPING }
      : { module: source, line: sourceLine };
  };
}

/** Absent for what is no longer there. */
function offsetAfterEdits(offset: number, kept: readonly Kept[]): number | undefined {
  const index = lastUpTo(offset, kept);
  const part = kept[index];
  if (part === undefined) return undefined;
  const at = part.at + offset - part.from;
  const end = kept[index + 1]?.at ?? Number.POSITIVE_INFINITY;
  return at < end ? at : undefined;
}

/** Index of the last part that was at `offset` or before it; -1 when there is none. */
function lastUpTo(offset: number, kept: readonly Kept[]): number {
  let low = 0;
  let high = kept.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (kept[middle]!.from > offset) high = middle;
    else low = middle + 1;
  }
  return low - 1;
}
