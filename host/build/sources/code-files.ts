// Which files a bundle may be made of, by their names: those that the gate reads.

export function isCode(file: string): boolean {
  return /\.([cm]?[jt]sx?|json)$/.test(file);
}

export const NO_CODE =
  "is no TypeScript, JavaScript or JSON by its name (.ts, .js, .mjs, .json): rename it, or put what it holds into a source";
