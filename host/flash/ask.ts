// Questions to a board on which a flash relies: a line that lost a byte is not run, an answer that
// lost one is not believed, and either is asked for again. What is asked may be run twice.
import type { ConsoleSession } from "../console/session.ts";
import { HOST_LINE_WRITTEN, lineLiteral } from "../console/statements.ts";
import { crc32 } from "../crc32.ts";
import { DeadlineError, DeviceError } from "../errors.ts";

const ANSWER_MS = 5000;
const MOST_ATTEMPTS = 3;

/**
 * The value of an expression that has JSON.
 * @throws DeviceError, DeadlineError, TransportError
 */
export async function ask(
  session: ConsoleSession,
  expression: string,
  deadlineMs = ANSWER_MS,
): Promise<unknown> {
  const sum = crc32(Buffer.from(expression, "latin1"));
  // Each byte of the line takes its time.
  const checked = `(q=>{if(E.CRC32(q)>>>0!=${sum})return 0;q=JSON.stringify(global.eval(q));return(E.CRC32(q)>>>0)+" "+q})(${lineLiteral(expression)})`;
  const line = (id: string): string => `print("${HOST_LINE_WRITTEN}${id} "+${checked})`;
  for (let attempt = 1; ; attempt++) {
    const isLast = attempt === MOST_ATTEMPTS;
    try {
      const answer = await session.inTurn(() => session.run(line, expression, deadlineMs));
      const [, answerSum, json] = /^(\d+) (.+)$/s.exec(answer) ?? [];
      if (json !== undefined && crc32(Buffer.from(json, "latin1")) === Number(answerSum)) {
        return JSON.parse(json);
      }
    } catch (error) {
      // What is run again and fails again has not failed for a lost byte.
      const mayBeLost = error instanceof DeviceError || error instanceof DeadlineError;
      if (isLast || !mayBeLost) throw error;
    }
    if (isLast) {
      const reason = `${MOST_ATTEMPTS} times a byte was lost on the way; look at cable, supply and baud rate`;
      throw new DeviceError(expression, reason);
    }
    await session.inTurn(() => session.recover());
  }
}
