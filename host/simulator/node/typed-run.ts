// JavaScript that was typed at a board's console and may never end: nothing else of this process runs
// meanwhile, not even what comes at that console, or a signal. Ends it after a while; knows no board.
import vm from "node:vm";

/** Behind this a host has given up waiting, and before that it gives up the board. */
const LONGEST_MS = 10_000;

/** What was typed has been ended; where it was is not known. */
export class TypedInterrupted extends Error {
  override name = "TypedInterrupted";
}

let guard: { readonly context: { run?: () => unknown }; readonly script: vm.Script } | undefined;

/** @throws TypedInterrupted; whatever `run` throws */
export function runTyped(run: () => unknown): unknown {
  guard ??= { context: vm.createContext({}), script: new vm.Script("run()") };
  guard.context.run = run;
  try {
    // A time-out ends what the function calls as well, in whatever context that is. Not `breakOnSigint`:
    // Node takes its own handlers off for each such run, and a signal just then is lost, or ends the process.
    return guard.script.runInContext(guard.context, { timeout: LONGEST_MS });
  } catch (error) {
    const { code } = Object(error) as { code?: unknown };
    throw code === "ERR_SCRIPT_EXECUTION_TIMEOUT" ? new TypedInterrupted() : error;
  }
}
