// Finds a program as a shell would, and in the folders for servers that a user's PATH may lack.
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

export function findProgram(
  name: string,
  env: NodeJS.ProcessEnv,
  otherFolders: readonly string[] = [],
): string | undefined {
  const suffixes = process.platform === "win32" ? [".exe"] : [""];
  for (const folder of [...(env.PATH ?? "").split(delimiter), ...otherFolders]) {
    for (const suffix of suffixes) {
      const path = join(folder, name + suffix);
      if (folder !== "" && isProgram(path)) return path;
    }
  }
  return undefined;
}

export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
