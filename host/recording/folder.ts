// Where a recording is unless a flag names another folder. Makes nothing.
import { join, resolve } from "node:path";
import { stateFolder } from "../state-folder.ts";

/** The same one from wherever it is called: boards do not follow the shell to another folder. */
export function recordingFolder(
  named: string | undefined,
  env: NodeJS.ProcessEnv,
  cwd: string,
): string {
  const chosen = named ?? (env.ESPULSE_RECORDING || undefined);
  return chosen === undefined ? join(stateFolder(env), "recording") : resolve(cwd, chosen);
}
