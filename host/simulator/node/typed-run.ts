// JavaScript that was typed at a board's console and may never end: nothing else of this process runs
// meanwhile, not even what comes at that console. Ends it after a while, or at a SIGINT; knows no board.
import vm from "node:vm";
import { isMainThread } from "node:worker_threads";

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
    // A time-out ends what the function calls as well, in whatever context that is.
    return guard.script.runInContext(guard.context, {
      timeout: LONGEST_MS,
      breakOnSigint: isMainThread,
    });
  } catch (error) {
    const { code } = Object(error) as { code?: unknown };
    if (code === "ERR_SCRIPT_EXECUTION_TIMEOUT") throw new TypedInterrupted();
    if (code !== "ERR_SCRIPT_EXECUTION_INTERRUPTED") throw error;
    // It was for this process, which has not heard it.
    process.kill(process.pid, "SIGINT");
    throw new TypedInterrupted();
  }
}
