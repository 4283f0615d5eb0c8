// One row of the language suite.

export interface Snippet {
  readonly name: string;
  /** TypeScript; reports what it computes by `show(value)`, at once or within a moment. */
  readonly source: string;
  /** Present where the build must refuse the source: each must match a fault, at `line:column`. */
  readonly refused?: readonly { readonly at: string; readonly message: RegExp }[];
}

/** A row that must be refused at one place. */
export function refused(name: string, source: string, at: string, message: RegExp): Snippet {
  return { name, source, refused: [{ at, message }] };
}
