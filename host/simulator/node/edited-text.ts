// A text with pieces of it replaced, and where each position of the result stood before. Knows no
// language.

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Range {
  readonly start: number;
  readonly end: number;
}

export class EditedText {
  #text = "";
  /** Where each piece begins here, and where it began or, for what was put in, stands. */
  readonly #pieces: { readonly at: number; readonly from: number; readonly isCopy: boolean }[] = [];

  constructor(private readonly original: string) {}

  get text(): string {
    return this.#text;
  }

  insert(text: string): void {
    this.#text += text;
  }

  /** Copies a range with the edits that lie in it; they are in order of their start. */
  copy({ start, end }: Range, edits: readonly Edit[]): void {
    let at = start;
    for (const edit of edits) {
      if (edit.start < at || edit.end > end) continue;
      this.#piece(at, edit.start);
      this.#pieces.push({ at: this.#text.length, from: edit.start, isCopy: false });
      this.#text += edit.text;
      at = edit.end;
    }
    this.#piece(at, end);
  }

  #piece(from: number, end: number): void {
    if (end === from) return;
    this.#pieces.push({ at: this.#text.length, from, isCopy: true });
    this.#text += this.original.slice(from, end);
  }

  /** Line and column before the edits, from 1, of a line and column of the result. */
  originalPosition(line: number, column: number): { line: number; column: number } {
    const offset = lineStart(this.#text, line) + column - 1;
    const piece = this.#pieces.findLast(({ at }) => at <= offset);
    const from = piece?.from ?? 0;
    const into = piece?.isCopy ? offset - piece.at : 0;
    const before = this.original.slice(0, from + into);
    return { line: before.split("\n").length, column: before.length - before.lastIndexOf("\n") };
  }
}

function lineStart(text: string, line: number): number {
  let start = 0;
  for (let left = line; left > 1; left--) start = text.indexOf("\n", start) + 1;
  return start;
}
