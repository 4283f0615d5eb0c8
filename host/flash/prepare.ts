// What a board has to be told before and after its files are written, statement by statement.
import { encodeLine } from "../console/codec.ts";
import type { ConsoleSession } from "../console/session.ts";
import { DeviceError } from "../errors.ts";
import { ask } from "./ask.ts";
import type { Step } from "./plan.ts";
import type { Survey } from "./survey.ts";

/** Moving all files of a full Storage together. */
const COMPACT_MS = 60_000;
/** A board that resets and boots. */
const BOOT_MS = 10_000;
/** Header and padding of a file (JsfFileHeader, src/jsflash.h). */
const FILE_BYTES = 36;

/**
 * `reset()`: the program ends in order, and its memory is free for the upload. The watchdog stays:
 * from now on it is kicked while the console is idle.
 */
export async function stopProgram(session: ConsoleSession): Promise<void> {
  stopped.add(session);
  await ask(session, `(global.${ENDING}=1,setTimeout(reset,${RESET_MS}),0)`);
  const question = `(E.enableWatchdog&&E.enableWatchdog(120,true),global.${STOPPED}=1,global.${ENDING}||0)`;
  for (let waitedMs = 0; waitedMs < BOOT_MS; waitedMs += RESET_MS) {
    await session.link.wait(RESET_MS, () => undefined);
    await session.inTurn(() => session.recover());
    if ((await ask(session, question)) === 0) break;
  }
}

const RESET_MS = 50;
/** A variable that the reset takes away. */
const ENDING = "espulseEnding";
/** One that is there until the board restarts. */
const STOPPED = "espulseStopped";

/** Bluetooth takes 1800 variables; to switch it off erases saved code and restarts. */
export async function leaveBluetooth(session: ConsoleSession): Promise<void> {
  await session.inTurn(async () => {
    await session.link.write(encodeLine("ESP32.enableBLE(false)"));
    await session.link.wait(BOOT_MS / 5, () => undefined);
    await session.recover();
  });
}

/** @throws DeviceError when Storage cannot take it. */
export async function makeRoom(
  session: ConsoleSession,
  { freeBytes }: Pick<Survey, "freeBytes">,
  steps: readonly Step[],
  notice: (text: string) => void,
): Promise<void> {
  const needed = steps.reduce((sum, step) => sum + roomFor(step), 0);
  if (freeBytes >= needed) return;
  notice("Storage is full of what was replaced: it is being tidied up; keep the board powered");
  await session.evaluate('(require("Storage").compact(),0)', COMPACT_MS);
  const free = await ask(session, 'require("Storage").getFree()');
  if (Number(free) >= needed) return;
  throw new DeviceError(
    "Storage",
    `${needed} bytes are needed, and ${Number(free)} are free; "espulse erase" makes it empty`,
  );
}

function roomFor(step: Step): number {
  if (step.kind === "write") return step.bytes.length + FILE_BYTES;
  return step.kind === "allocate" ? step.size + FILE_BYTES : 0;
}

/** At these the board's program does not run. */
const stopped = new WeakSet<ConsoleSession>();

/**
 * The chip starts anew, a moment after it has said that it will: a board whose program was stopped. Where
 * the answer is lost and it is asked again, it has restarted by then. @throws as `ask`
 */
export async function restart(session: ConsoleSession): Promise<void> {
  await ask(session, `(global.${STOPPED}&&setTimeout(E.reboot,${RESTART_MS}),0)`);
  stopped.delete(session);
}

/** For the answer to be on its way. */
const RESTART_MS = 100;

/**
 * After a failure: a board whose program was stopped runs what it has again, as far as it can still be
 * told so. Nobody may be there to press its button.
 */
export async function startAgain(session: ConsoleSession): Promise<void> {
  if (!stopped.has(session) || session.link.failure !== undefined) return;
  await session
    .inTurn(() => session.recover())
    .then(() => restart(session))
    .catch(() => {});
}
