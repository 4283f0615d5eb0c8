// Where what outlives a run is kept for one user, and what may be lost. Makes nothing.
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

export function stateFolder(env: NodeJS.ProcessEnv): string {
  return ownFolder(env.XDG_STATE_HOME, env, ".local", "state");
}

/** What can be had again. */
export function cacheFolder(env: NodeJS.ProcessEnv): string {
  return ownFolder(env.XDG_CACHE_HOME, env, ".cache");
}

/** XDG Base Directory Specification: a relative path there is to be ignored. */
function ownFolder(
  xdg: string | undefined,
  env: NodeJS.ProcessEnv,
  ...otherwise: string[]
): string {
  const base = xdg && isAbsolute(xdg) ? xdg : join(env.HOME || homedir(), ...otherwise);
  return join(base, "espulse");
}
