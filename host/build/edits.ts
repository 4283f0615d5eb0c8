// Changes to a text at offsets of it, all made at once, and the way back from the changed text.

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A part of the changed text, from `at` to the `at` of the next, that was at `from` before. */
export interface Kept {
  readonly at: number;
  readonly from: number;
}

export interface Edited {
  readonly text: string;
  /** In order; what an edit put in counts to the part before it. */
  readonly kept: readonly Kept[];
}

const WORD = /[\w$]/;

/**
 * At one offset in the order given, and what takes nothing out first. A word stays a word of its own:
 * `return{` in minified text, its brace changed to a name, gets a blank between.
 */
export function applyEdits(script: string, edits: readonly Edit[]): Edited {
  const pieces: string[] = [];
  let length = 0;
  let last = "";
  let end = 0;
  const kept: Kept[] = [];
  const add = (piece: string, from?: number): void => {
    if (piece === "") return;
    const text = WORD.test(last) && WORD.test(piece.charAt(0)) ? ` ${piece}` : piece;
    length += text.length;
    if (from !== undefined) kept.push({ at: length - piece.length, from });
    pieces.push(text);
    last = piece.slice(-1);
  };
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    add(script.slice(end, edit.start), end);
    add(edit.text);
    end = edit.end;
  }
  add(script.slice(end), end);
  return { text: pieces.join(""), kept };
}
