// What esptool-js throws -> an error that says what to do.
import { ESPError, UnexpectedChipIdError, UnexpectedChipMagicError } from "esptool-js";
import { DeadlineError, DeviceError, VerificationError } from "../errors.ts";
import { NoAnswer } from "./chip-transport.ts";

/** The chip's own word that a command failed, in esptool-js's message. */
const STATUS = /with status (\d+),(\d+)/;
const BAD_LENGTH = 0xc0;
const BAD_CHECKSUM = 0xc1;
/** Of the stub and, below 0x10, of the ROM loader (esptool's serial protocol). */
const MEANINGS: Readonly<Record<number, string>> = {
  5: "the command was not understood",
  6: "the command failed",
  7: "the checksum was wrong",
  8: "the flash could not be written",
  9: "the flash could not be read",
  10: "the flash could not be read",
  11: "the compressed data were wrong",
  192: "the length of the data was wrong",
  [BAD_CHECKSUM]: "the checksum was wrong",
  194: "the block size was wrong",
  195: "the command was not understood",
  196: "the flash could not be written",
  197: "the flash could not be unlocked",
  198: "data came where none were expected",
  199: "the compressed data were wrong",
  200: "the compressed data were too few",
  201: "the compressed data were too many",
};

/** @param what was being done, such as "writing app at 0x10000" */
export function chipError(error: unknown, path: string, what: string): unknown {
  if (error instanceof NoAnswer) {
    return new DeadlineError(
      `${path}: ${what}: the chip did not answer within ${error.waitedMs / 1000} s; check cable and supply, then try again`,
    );
  }
  if (error instanceof UnexpectedChipIdError || error instanceof UnexpectedChipMagicError) {
    return new VerificationError("a chip that esptool-js knows", `at ${path}: ${error.message}`);
  }
  if (!(error instanceof ESPError)) return error;
  const status = statusOf(error);
  const meaning = status === undefined ? undefined : MEANINGS[status];
  const why = status === undefined ? error.message : `status 0x${status.toString(16)}`;
  const told = meaning ? `${meaning} (${why})` : why;
  return new DeviceError(`${what} (${path})`, `${told}; try again, and then with another cable`);
}

/** A block that came wrong over the line may be sent again. */
export function isGarbled(error: unknown): boolean {
  if (!(error instanceof ESPError)) return false;
  const status = statusOf(error);
  return status === BAD_LENGTH || status === BAD_CHECKSUM;
}

/** The ROM loader says 1 and the reason, the stub the reason alone. */
function statusOf({ message }: ESPError): number | undefined {
  const [, first, second] = STATUS.exec(message) ?? [];
  if (first === undefined) return undefined;
  return first === "1" ? Number(second) : Number(first);
}

/** Nothing answered SYNC. `noise` is what came instead. */
export function noAnswerToSync(path: string, noise: string): DeadlineError {
  const mode = /boot:(0x[0-9a-f]+)/.exec(noise)?.[1];
  const came =
    mode !== undefined
      ? `the board restarted, but into its program (boot:${mode})`
      : noise === ""
        ? "nothing came back"
        : `what came back is not a ROM loader's (${noise.length} bytes, such as ${JSON.stringify(noise.slice(-24))})`;
  return new DeadlineError(
    `${path}: no ROM loader answers: ${came}; hold BOOT (IO0), press and release EN (RST), release BOOT, and try again; is this the port of an ESP32, and no other program's?`,
  );
}
