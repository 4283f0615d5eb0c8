// Where what outlives a run is kept for one user. Makes nothing.
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/** XDG Base Directory Specification: a relative path there is to be ignored. */
export function stateFolder(env: NodeJS.ProcessEnv): string {
  const xdg = env.XDG_STATE_HOME;
  const base = xdg && isAbsolute(xdg) ? xdg : join(env.HOME || homedir(), ".local", "state");
  return join(base, "espulse");
}
