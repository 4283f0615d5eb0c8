// How a source file is named in a fault.
import { relative } from "node:path";

/** As the user would type it, where the file lies below the working folder. */
export function displayed(file: string): string {
  const path = relative(process.cwd(), file);
  return path.startsWith("..") ? file : path;
}
