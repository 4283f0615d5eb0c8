// How much one variable of the interpreter holds. The size of its variables follows from the size of
// its pool: they have as many bits for a reference as the pool needs (src/jsutils.h, 2v29).
import type { Board } from "../../../boards/board.ts";

export interface Packing {
  /** Of one variable: a buffer fills them whole. */
  readonly bytes: number;
  /** Characters in the first variable of a text (JSVAR_DATA_STRING_LEN). */
  readonly textCharacters: number;
  /** In each further one of a name or a text (JSVAR_DATA_STRING_MAX_LEN). */
  readonly moreCharacters: number;
  /** A whole number up to here lies in the variable of its name (jsvSetValueOfName, src/jsvar.c). */
  readonly inlineLimit: number;
}

/** In the first variable of a name (JSVAR_DATA_STRING_NAME_LEN). */
const NAME_CHARACTERS = 4;

/** Bits of a reference and of the count of references. */
const LAYOUTS = [
  { mostVars: 1023, bytes: 12, references: 10, packing: 2, counts: 6 },
  { mostVars: 2047, bytes: 12, references: 11, packing: 0, counts: 4 },
  { mostVars: 4095, bytes: 13, references: 12, packing: 0, counts: 8 },
  { mostVars: 8191, bytes: 13, references: 13, packing: 0, counts: 4 },
  { mostVars: 16383, bytes: 14, references: 14, packing: 0, counts: 8 },
  { mostVars: 65535, bytes: 16, references: 16, packing: 0, counts: 8 },
];

/** A pool that is sized at the start has larger variables than it needs: their bytes decide. */
export function packingOf({ bytes, budget }: Board["variables"]): Packing {
  const layout =
    LAYOUTS.find((one) => one.bytes === bytes && one.mostVars >= budget) ??
    LAYOUTS.find((one) => one.bytes >= bytes) ??
    LAYOUTS.at(-1)!;
  const bits = 3 * layout.references + layout.packing;
  return {
    bytes,
    textCharacters: NAME_CHARACTERS + (bits >> 3),
    moreCharacters: NAME_CHARACTERS + ((bits + layout.counts) >> 3),
    inlineLimit: 2 ** (layout.references - 1) - 1,
  };
}

export function varsOfName(name: string, { moreCharacters }: Packing): number {
  return 1 + Math.max(0, Math.ceil((name.length - NAME_CHARACTERS) / moreCharacters));
}

export function varsOfText(length: number, inEach: number, { textCharacters }: Packing): number {
  return 1 + Math.max(0, Math.ceil((length - textCharacters) / inEach));
}
