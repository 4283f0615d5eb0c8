// The console of the board at a port, for as long as a verb works there; what it prints goes to a
// report.
import { ConsoleSession } from "../console/session.ts";
import { openTransport } from "../transport/transport.ts";
import { startAgain } from "./prepare.ts";

export interface ConsoleReport {
  /** What is being done now. */
  step(text: string): void;
  progress(name: string, doneBytes: number, allBytes: number): void;
  notice(text: string): void;
  /** What the board prints of itself. */
  line(text: string): void;
}

export interface ConsoleOptions {
  /** For `openTransport`. */
  readonly address: string;
  readonly baudRate: number;
  readonly report: ConsoleReport;
}

/**
 * Closes the port whatever happens. `use` may name one who hears the board's lines as well.
 * @throws TransportError, DeadlineError, and what `use` throws
 */
export async function atConsole<Result>(
  { address, baudRate, report }: ConsoleOptions,
  use: (
    session: ConsoleSession,
    hear: (listener: (line: string) => void) => void,
  ) => Promise<Result>,
): Promise<Result> {
  const transport = await openTransport(address, { baudRate });
  let heard = (_line: string): void => {};
  const session = await ConsoleSession.open(transport, {
    onLine: (line) => {
      heard(line);
      report.line(line);
    },
  });
  try {
    return await use(session, (listener) => {
      heard = listener;
    });
  } catch (error) {
    await startAgain(session);
    throw error;
  } finally {
    await session.close();
  }
}
