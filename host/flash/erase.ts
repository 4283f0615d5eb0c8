// `espulse erase`: a board with nothing in its Storage, whatever was there.
import { BOOT_SCRIPT, OWN_CODE, STANDBY } from "../../firmware/contract/ledger.ts";
import type { ConsoleSession } from "../console/session.ts";
import { DeadlineError, VerificationError } from "../errors.ts";
import { atConsole, type ConsoleOptions } from "./at-console.ts";
import { judgeForeign } from "./foreign.ts";
import { restart, stopProgram } from "./prepare.ts";
import { OWN_FILES, type Survey, surveyBoard } from "./survey.ts";

export interface EraseOptions extends ConsoleOptions {
  /** What is not Espulse's is backed up, and goes as well. */
  readonly replace?: boolean | undefined;
  readonly env: NodeJS.ProcessEnv;
}

export interface Erased {
  readonly v: 1;
  readonly serial: string;
  readonly removed: readonly { readonly name: string; readonly bytes: number }[];
  readonly freeBytes: number;
}

/** Pages of all of Storage, each of which takes tens of milliseconds. */
const ERASE_MS = 60_000;
const RESTART_MS = 20_000;
const LOOK_MS = 200;
/** A board that boots does not answer for so long. */
const BOOT_MS = 3000;
/** Gone once the board has restarted. */
const MARK = "espulseErased";
/** What stands in for the board's firmware on a simulated one, and is put there at each boot. */
const SIMULATOR = ".boot0";
const OF_SIMULATOR = [SIMULATOR, "Wifi", "ESP32"];

/**
 * @throws ConfigError when there is what is not Espulse's, and it may not go; VerificationError
 * when something is left; TransportError, DeviceError, DeadlineError
 */
export async function erase(options: EraseOptions): Promise<Erased> {
  const { report } = options;
  return atConsole(options, async (session) => {
    report.step("identify");
    const serial = String((await session.evaluate("getSerial()")).json);
    await stopProgram(session);
    const survey = await surveyBoard(session);
    const simulators = await filesOfSimulator(session);
    const removed = survey.files
      .filter(({ name }) => !simulators.includes(name))
      .map(({ name, length }) => ({ name, bytes: length }));
    report.step(
      `in Storage: ${removed.map(({ name, bytes }) => `${name} (${bytes})`).join(", ") || "nothing"}`,
    );
    const others = foreignFiles(survey).filter((name) => !simulators.includes(name));
    const what = others.every((name) => survey.foreign.includes(name)) ? "code" : "files";
    await judgeForeign(session, survey, others, what, options);
    report.step("erase, and restart");
    await session.evaluate(`(global.${MARK}=1,require("Storage").eraseAll(),0)`, ERASE_MS);
    await restart(session);
    await restarted(session);
    const after = await surveyBoard(session);
    const left = after.files.map(({ name }) => name).filter((name) => !simulators.includes(name));
    if (left.length > 0) {
      throw new VerificationError("an empty Storage", `${left.join(", ")} in it`);
    }
    return { v: 1, serial, removed, freeBytes: after.freeBytes };
  });
}

/** Data as well as code: nobody else keeps a copy of it. */
function foreignFiles({ files, foreign }: Survey): string[] {
  const own = [BOOT_SCRIPT, STANDBY].filter((name) => !foreign.includes(name));
  return files
    .map(({ name }) => name)
    .filter((name) => !OWN_FILES.test(name) && !own.includes(name));
}

async function filesOfSimulator(session: ConsoleSession): Promise<readonly string[]> {
  const begin = `${OWN_CODE} simulator"`;
  const { json } = await session.evaluate(
    `require("Storage").read("${SIMULATOR}",0,${begin.length})`,
  );
  return json === begin ? OF_SIMULATOR : [];
}

/** Nothing tells that it has, but that what it knew is gone. @throws DeadlineError, TransportError */
async function restarted(session: ConsoleSession): Promise<void> {
  for (let waitedMs = 0; waitedMs < RESTART_MS; waitedMs += LOOK_MS) {
    await session.link.wait(LOOK_MS, () => undefined);
    // What is sent to a board that boots is lost, and a Ctrl-C takes what comes behind it away as well.
    await session.inTurn(() => session.recover(BOOT_MS));
    const { json } = await session.evaluate(`global.${MARK}||0`);
    if (json === 0) return;
  }
  throw new DeadlineError(
    `Storage is erased, and the board has not restarted within ${RESTART_MS / 1000} s; press its EN (RST)`,
  );
}
