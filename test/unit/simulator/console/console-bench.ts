// A board's console on a test's bench: what is typed, what comes back, and an interpreter that does
// what the test says. One character a byte.
import {
  BoardConsole,
  type ConsoleSurroundings,
} from "../../../../host/simulator/console/board-console.ts";
import { ManualScheduler } from "../node/manual-scheduler.ts";

export interface ConsoleBench {
  readonly console: BoardConsole;
  readonly time: ManualScheduler;
  /** What was run, in order. */
  readonly ran: string[];
  readonly files: Map<string, string>;
  /** Types, ends the pass of the idle loop, and gives what came back. */
  type(text: string): string;
  /** What came since. */
  said(): string;
}

/** Lines and expressions have themselves for their value, and fail when they have a "!". */
export function consoleBench(given: Partial<ConsoleSurroundings> = {}): ConsoleBench {
  const time = new ManualScheduler();
  const ran: string[] = [];
  const files = new Map<string, string>();
  let sent = "";
  let failure = "";
  const evaluated = (source: string): string | undefined => {
    ran.push(source);
    if (!source.includes("!")) return source;
    failure = `Uncaught ${source}\n`;
    return undefined;
  };
  const tellErrors = (): void => {
    if (failure !== "") console.print(failure);
    failure = "";
  };
  const console = new BoardConsole({
    send(text) {
      sent += text;
    },
    after: (ms, callback) => time.after(ms, callback),
    run: evaluated,
    evaluate: evaluated,
    tellErrors,
    failed(error) {
      failure = `Uncaught ${String(error)}\n`;
    },
    event: () => false,
    write(name, bytes, offset, size) {
      const before = files.get(name) ?? ".".repeat(size);
      if (offset + bytes.length > size) throw new Error("too much");
      const text = Buffer.from(bytes).toString("latin1");
      files.set(name, before.slice(0, offset) + text + before.slice(offset + text.length));
    },
    read: (name) => (files.has(name) ? Buffer.from(files.get(name)!, "latin1") : undefined),
    enquiry: "Espruino 2v29 TEST",
    ...given,
  });
  const said = (): string => {
    const text = sent;
    sent = "";
    return text;
  };
  return {
    console,
    time,
    ran,
    files,
    said,
    type(text) {
      console.receive(Buffer.from(text, "latin1"));
      tellErrors();
      console.showPrompt();
      return said();
    },
  };
}
