// What is found in a source is found once for each text of it: a rebuild reads what has changed.
import { readFileSync } from "node:fs";

/** `find` must depend on nothing but the file's name and its text. */
export function perSource<T>(find: (file: string, text: string) => T): (file: string) => T {
  const known = new Map<string, { readonly text: string; readonly found: T }>();
  return (file) => {
    const text = readFileSync(file, "utf8");
    const last = known.get(file);
    if (last?.text === text) return last.found;
    const found = find(file, text);
    known.set(file, { text, found });
    return found;
  };
}
