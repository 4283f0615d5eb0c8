// `espulse restore`: the code that was on a board before Espulse, from its backup back to its Storage,
// in place of Espulse's own.
import { BOOT_SCRIPT, STANDBY } from "../../firmware/contract/ledger.ts";
import type { ConsoleSession } from "../console/session.ts";
import { crc32 } from "../crc32.ts";
import { ConfigError } from "../errors.ts";
import { atConsole, type ConsoleOptions } from "./at-console.ts";
import { type Backup, latestBackup } from "./backup.ts";
import { writeFile } from "./carry-out.ts";
import { restart, stopProgram } from "./prepare.ts";
import { OWN_FILES, type Survey, surveyBoard } from "./survey.ts";

export interface RestoreOptions extends ConsoleOptions {
  readonly env: NodeJS.ProcessEnv;
}

export interface Restored {
  readonly v: 1;
  readonly serial: string;
  /** Path of the backup, and when it was made. */
  readonly backup: string;
  readonly at: string;
  readonly removed: readonly string[];
  readonly written: readonly { readonly name: string; readonly bytes: number }[];
}

const OWN_CODE_FILES = [BOOT_SCRIPT, STANDBY];

/**
 * @throws ConfigError where there is no backup of this board, or other code that is in none;
 * VerificationError when a file is not what was written; TransportError, DeviceError, DeadlineError
 */
export async function restore(options: RestoreOptions): Promise<Restored> {
  const { env, report } = options;
  return atConsole(options, async (session) => {
    report.step("identify");
    const serial = String((await session.evaluate("getSerial()")).json);
    const backup = latestBackup(env, serial);
    await stopProgram(session);
    const survey = await surveyBoard(session);
    refuseOthers(survey, backup);
    const removed = survey.files
      .map(({ name }) => name)
      .filter((name) => isOwn(name, survey))
      // The code first: what it would look for is not there any more.
      .sort((a, b) => Number(b.startsWith(".")) - Number(a.startsWith(".")));
    report.step(`take away ${removed.join(", ") || "nothing"}`);
    for (const name of removed) await erase(session, name);
    const written = [];
    for (const { name, bytes } of backup.files) {
      report.step(`write ${name}, ${bytes.length} bytes`);
      await writeFile(session, name, bytes, report);
      written.push({ name, bytes: bytes.length });
    }
    report.step("restart");
    await restart(session);
    return { v: 1, serial, backup: backup.path, at: backup.at, removed, written };
  });
}

function isOwn(name: string, { foreign }: Survey): boolean {
  if (OWN_CODE_FILES.includes(name)) return !foreign.includes(name);
  return OWN_FILES.test(name);
}

/** Code that came there since, by somebody else's hand. */
function refuseOthers({ foreign, files }: Survey, backup: Backup & { path: string }): void {
  const kept = new Map(backup.files.map(({ name, bytes }) => [name, crc32(bytes)]));
  const others = files
    .filter(({ name, crc }) => foreign.includes(name) && kept.get(name) !== crc)
    .map(({ name }) => name);
  if (others.length === 0) return;
  const message = `has code that is neither Espulse's nor in ${backup.path} (${others.join(", ")}); keep a copy of it, then "espulse erase --replace", which backs it up as well`;
  throw new ConfigError([{ path: "the board", message }]);
}

async function erase(session: ConsoleSession, name: string): Promise<void> {
  await session.evaluate(`(require("Storage").erase(${JSON.stringify(name)}),0)`);
}
