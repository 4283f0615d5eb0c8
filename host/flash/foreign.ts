// What is on a board and not Espulse's: refused, or kept in a backup and taken away. Owns the judgement;
// what is whose a survey says.
import type { ConsoleSession } from "../console/session.ts";
import { ConfigError } from "../errors.ts";
import type { ConsoleReport } from "./at-console.ts";
import { keepBackup } from "./backup.ts";
import { readFile, type Survey } from "./survey.ts";

export interface ForeignOptions {
  /** It is backed up, and goes. */
  readonly replace?: boolean | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly report: Pick<ConsoleReport, "notice">;
}

/**
 * Gives the path of the backup; undefined where there are no such files.
 * @param names of files that are not Espulse's
 * @param what they are, such as "code"
 * @throws ConfigError when they may not be replaced, or there is no place for the backup
 */
export async function judgeForeign(
  session: ConsoleSession,
  { serial, files }: Survey,
  names: readonly string[],
  what: string,
  { replace, env, report }: ForeignOptions,
): Promise<string | undefined> {
  if (names.length === 0) return undefined;
  const all = names.join(", ");
  if (!replace) {
    const message = `has ${what} that ${what === "code" ? "is" : "are"} not Espulse's (${all}); --replace keeps a backup and takes its place`;
    throw new ConfigError([{ path: "the board", message }]);
  }
  const kept = [];
  for (const name of names) {
    const { length } = files.find((file) => file.name === name)!;
    kept.push({ name, bytes: await readFile(session, name, length) });
  }
  const path = keepBackup(env, { serial, at: new Date().toISOString(), files: kept });
  report.notice(`kept ${all} in ${path}; "espulse restore" puts it back`);
  for (const name of names) {
    await session.evaluate(`(require("Storage").erase(${JSON.stringify(name)}),0)`);
  }
  return path;
}
