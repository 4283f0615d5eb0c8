// The way to a prompt of the console, out of whatever the last user or a cut cable left there.
import { DeadlineError } from "../errors.ts";
import { portUserOf } from "../transport/port-user.ts";
import { CLEAR_LINE, encodeLine, INTERRUPT } from "./codec.ts";
import type { ConsoleLink } from "./link.ts";
import { mark } from "./statements.ts";

/** A board that idles answers within this. */
const ANSWER_MS = 1000;
/** The board gives up a packet that does not come to its end, and says NAK (jsiPacketStart). */
const PACKET_TIMEOUT_MS = 5000;
/** For what was written to be taken in: the interpreter for Linux reads each 50 ms. */
export const TAKEN_MS = 150;
/** A probe that went into a half packet, a debugger, a half line: each round leaves one of them. */
const MOST_ROUNDS = 12;

/**
 * What is running is interrupted only after `patienceMs` without an answer: Ctrl-C takes away the
 * interval that it hits, and an interpreter for Linux ends at the second within 5 s of idling.
 * @throws DeadlineError when nothing there answers as Espruino's console; TransportError
 */
export async function comeToPrompt(link: ConsoleLink, patienceMs: number): Promise<void> {
  link.resetPackets();
  const nextSteps = [
    () => link.write(INTERRUPT),
    // A half packet swallows what comes, and ends by itself, with a NAK.
    () => link.wait(PACKET_TIMEOUT_MS, () => link.replies.pop()),
    () => link.write(INTERRUPT),
  ];
  let silentMs = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const state = await probe(link);
    if (state === "prompt") return;
    if (state === "debugger") await leaveDebugger(link);
    if (state !== "silent") continue;
    silentMs += ANSWER_MS;
    if (silentMs < patienceMs) continue;
    const step = nextSteps.shift();
    if (step === undefined) break;
    await step();
  }
  throw new DeadlineError(noConsole(link));
}

/** What answers a line of ours: "garbage" is a reply to a packet, which then took the line. */
export async function probe(
  link: ConsoleLink,
): Promise<"prompt" | "debugger" | "silent" | "garbage"> {
  const id = `P${link.nextNumber()}`;
  link.begin();
  await link.write(Buffer.concat([CLEAR_LINE, encodeLine(mark(id))]));
  const state = await link.wait(ANSWER_MS, () => {
    if (link.answers.includes(id)) return "prompt";
    // The debugger answers an expression, echo or not, and its prompt has no end of line.
    const isDebugger =
      link.partialLine.includes("debug>") || link.lines.some((line) => line.startsWith('="\\x1'));
    if (isDebugger) return "debugger";
    return link.replies.length > 0 ? "garbage" : undefined;
  });
  return state ?? "silent";
}

/**
 * By Ctrl-C: `quit` leaves it too, but then the program goes on. Nothing may come with it, because
 * what is read in the same turn is still run in the debugger.
 */
async function leaveDebugger(link: ConsoleLink): Promise<void> {
  link.begin();
  // An interpreter for Linux counts a Ctrl-C that finds the line empty, and ends at the second.
  await link.write(Buffer.from("x"));
  await link.wait(TAKEN_MS, () => undefined);
  await link.write(INTERRUPT);
  await link.wait(ANSWER_MS, () => link.lines.find((line) => /Interrupted/.test(line)));
}

function noConsole({ address, recentText }: ConsoleLink): string {
  const said = recentText.replaceAll("\r", "").trim();
  const heard = said === "" ? "nothing came" : `last came ${JSON.stringify(said)}`;
  const other = portUserOf(address);
  const next =
    other === undefined
      ? "is it the board's port, with Espruino on it, at its baud rate, and without a password?"
      : `${other.name} (process ${other.pid}) has the port open as well, and may take the answers: end that first`;
  return `${address}: no answer from an Espruino console; ${heard}; ${next}`;
}
