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

/** At one offset in the order given, and what takes nothing out first. */
export function applyEdits(script: string, edits: readonly Edit[]): Edited {
  let text = "";
  let end = 0;
  const kept: Kept[] = [];
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (edit.start > end) kept.push({ at: text.length, from: end });
    text += script.slice(end, edit.start) + edit.text;
    end = edit.end;
  }
  kept.push({ at: text.length, from: end });
  return { text: text + script.slice(end), kept };
}
