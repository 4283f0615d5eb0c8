// What is left of a file when the parts that have no right shape are taken out: rules between the
// parts judge that, so that one kind of fault hides none of the other. Pure.

/** Of a `Whole`, the parts that have the right shape; places in lists stay where they are. */
export type Sound<Whole> = Whole extends readonly (infer Part)[]
  ? readonly (Sound<Part> | undefined)[]
  : Whole extends object
    ? { readonly [Key in keyof Whole]?: Sound<Whole[Key]> | undefined }
    : Whole;

export type Path = readonly PropertyKey[];

/** A copy of `value` without what stands at `wrong`; undefined when nothing is left. */
export function soundParts<Whole>(value: Whole, wrong: readonly Path[]): Sound<Whole> | undefined {
  if (wrong.some((path) => path.length === 0)) return undefined;
  if (wrong.length === 0 || typeof value !== "object" || value === null) {
    return value as Sound<Whole>;
  }
  const partAt = (key: string | number, part: unknown): unknown => {
    const inside = wrong.filter(([first]) => first === key).map(([, ...rest]) => rest);
    return soundParts(part, inside);
  };
  const parts = Array.isArray(value)
    ? value.map((part, index) => partAt(index, part))
    : Object.fromEntries(Object.entries(value).map(([key, part]) => [key, partAt(key, part)]));
  return parts as Sound<Whole>;
}
