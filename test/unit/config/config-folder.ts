// A folder with a user's configuration in it, one for each test of the file that asks for it.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { resolveConfig } from "../../../host/config/config.ts";
import type { Flags } from "../../../host/config/names.ts";
import { ConfigError } from "../../../host/errors.ts";

export function useConfigFolder() {
  let cwd = "";
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), "espulse-config-"));
  });
  afterEach(() => rmSync(cwd, { recursive: true }));
  return {
    cwd: () => cwd,
    write: (name: string, text: string) => writeFileSync(join(cwd, name), text),
    resolve: (env: NodeJS.ProcessEnv = {}, flags: Flags = {}) => resolveConfig({ flags, env, cwd }),
  };
}

/** The lines of the error it fails with. */
export async function faultsOf(promise: Promise<unknown>): Promise<string[]> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ConfigError)) throw new Error(`expected a ConfigError, got ${error}`);
  return error.message.split("\n");
}
