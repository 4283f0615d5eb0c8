// What is wrong with the path of a firmware's first source file itself. Told before anything slow: the
// compiler need not be loaded for it.
import { statSync } from "node:fs";
import { resolve } from "node:path";
import type { Fault } from "../../errors.ts";
import { displayed } from "./displayed.ts";

export function entryFault(entry: string): Fault | undefined {
  const found = statSync(entry, { throwIfNoEntry: false });
  if (found?.isFile()) return undefined;
  const message = `${found ? "is no file" : "no such file"}; expected the first source file of a firmware`;
  return { path: displayed(resolve(entry)) || entry, message };
}
